// Generated from the OpenAPI document by `npm run gen`; do not edit.

export interface paths {
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the server's version and links */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RootResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the links of a space */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceRootResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the newer commands that work */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Capabilities"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether a newer command works */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CapabilityExists"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describes this API */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with a name and password */
        post: {
            parameters: {
                query?: {
                    returnUrl?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LoginRequest"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how one can sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuthenticationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how accounts sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserAuthenticationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/authentication/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how an account signs in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserAuthenticationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/identity-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the kinds of external identities */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityMetadata"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the accounts */
        get: {
            parameters: {
                query?: {
                    filter?: string;
                    ids?: string;
                    isActive?: string;
                    isServiceAccount?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates an account for a person or a service */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["UserResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all accounts, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the caller's own account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an account: one's own, or another with UserView */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes an account: one's own, or another with UserEdit */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["UserResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an account with its keys */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the spaces that an account may enter */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the teams of an account */
        get: {
            parameters: {
                query?: {
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserTeam"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/revoke-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ends the sessions of an account: one's own, or another's with UserEdit */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the sessions of an account: one's own, or another's with UserEdit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a session of an account: one's own, or another's with UserEdit */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the invitations that still hold, without their codes */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection2"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an invitation and shows its code, this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["InvitationResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an invitation without its code */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Withdraws an invitation: its code makes no account any more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes an account for whoever brings an invitation's code, and signs in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{userId}/apikeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the keys of an account: one's own, or a service account's with UserEdit */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection3"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a key and shows it, this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedApiKeyResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{userId}/apikeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a key without its text */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Deletes a key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{userId}/oidcidentities/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the OIDC identities of a service account: one's own, or another's with UserEdit */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OidcIdentities"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{userId}/oidcidentities/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets certain jobs of an issuer sign in as a service account */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["OidcIdentityResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OidcIdentityResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{userId}/oidcidentities/{id}/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an OIDC identity: one's own, or another's with UserEdit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OidcIdentityResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes an OIDC identity */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["OidcIdentityResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Removes an OIDC identity with the tokens that were got with it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells where identity tokens are exchanged for access tokens */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchanges an identity token for an access token */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/access-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the caller an access token for an hour, and not longer than the key it was asked with holds */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessTokenResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the teams of a space and of the system */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    partialName?: string;
                    spaces?: string;
                    includeSystem?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection4"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a team of a space or of the system */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["TeamResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all teams, without paging */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    partialName?: string;
                    spaces?: string;
                    includeSystem?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a team */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a team and its members */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["TeamResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a team with the roles it holds */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}/scopeduserroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the roles that a team holds */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection5"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}/restriction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes one restriction into every role that a team holds in a space */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ScopedUserRoleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopedUserRoleResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the user roles */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    partialName?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection6"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a user role */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["UserRoleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all user roles, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserRoleResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a user role */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a user role for every team that holds it */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["UserRoleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a user role that no team holds */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scopeduserroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists which team holds which role where */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    spaces?: string;
                    includeSystem?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection5"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Gives a role to a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ScopedUserRoleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopedUserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scopeduserroles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a role of a team */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopedUserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes where a team holds a role */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ScopedUserRoleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopedUserRoleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Takes a role from a team */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/permissions/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describes every permission */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: components["schemas"]["PermissionDescription"];
                        };
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what an account may do: one's own, or another with UserView, TeamView and UserRoleView */
        get: {
            parameters: {
                query?: {
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserPermissionsResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what an account may do, for display */
        get: {
            parameters: {
                query?: {
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserPermissionsResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what an account may do as CSV, a line for each permission and scope */
        get: {
            parameters: {
                query?: {
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teammembership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the teams of an account: one's own, or another's with UserView */
        get: {
            parameters: {
                query?: {
                    userId?: string;
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamMembership"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teammembership/previewteam": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows who would be in a team that is not saved yet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["TeamResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamMembership"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells why an account may or may not do something: one's own, or another with UserView, TeamView and UserRoleView */
        get: {
            parameters: {
                query?: {
                    user?: string;
                    permission?: string;
                    project?: string;
                    projectGroup?: string;
                    environment?: string;
                    tenant?: string;
                    level?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessWhy"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what an account used its permissions for: one's own, or another with UserView, TeamView and UserRoleView */
        get: {
            parameters: {
                query?: {
                    user?: string;
                    since?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessUses"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/least": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposes the smallest roles that would have allowed what an account did: one's own, or another with UserView, TeamView and UserRoleView */
        get: {
            parameters: {
                query?: {
                    user?: string;
                    since?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessLeast"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Makes the roles that are proposed for an account, and a team that holds them */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ApplyLeast"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessMade"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access/whatif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells whether one may change roles or teams like this, what it would refuse of what was done, and what it would open, without saving it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["AccessChange"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessOutcome"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the spaces that the caller may enter */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection7"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a space with a manager */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["SpaceResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all spaces that the caller may enter, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a space */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a space, or stops its task queue */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["SpaceResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpaceResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a space whose task queue is stopped: one's own, or any with SpaceDelete */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds what has a word in its name, among what the caller may see */
        get: {
            parameters: {
                query?: {
                    keyword?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchHit"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the environments of the space */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection8"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates an environment */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["EnvironmentResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all environments of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the environments of the space with their type; all are static */
        get: {
            parameters: {
                query?: {
                    type?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection9"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an environment */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes an environment */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["EnvironmentResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an environment that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/sortorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts all environments in a new order, given as a list of their ids */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": string[];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the project groups of the space */
        get: {
            parameters: {
                query?: {
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection10"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a project group */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProjectGroupResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectGroupResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all project groups of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectGroupResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a project group */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectGroupResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a project group */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProjectGroupResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectGroupResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an empty project group */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/{id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects of a group */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection11"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the lifecycles of the space */
        get: {
            parameters: {
                query?: {
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection12"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a lifecycle */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LifecycleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LifecycleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all lifecycles of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LifecycleResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a lifecycle */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LifecycleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a lifecycle; releases under way follow it at once */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LifecycleResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LifecycleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a lifecycle that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a lifecycle with the phases that it implies */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LifecycleResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects on a lifecycle */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects of the space */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection11"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a project with an empty process, no variables and a default channel */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProjectResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all projects of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a project */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProjectResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a project with its releases, deployments, channels and variables */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/deploymentsettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the deployment settings of a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentSettingsResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes the deployment settings of a project */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["DeploymentSettingsResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentSettingsResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the channels of the space */
        get: {
            parameters: {
                query?: {
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection13"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a channel */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ChannelResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all channels of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/rule-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tries a version against a version rule */
        get: {
            parameters: {
                query?: {
                    version?: string;
                    versionRange?: string;
                    preReleaseTag?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleTestResult"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Tries a version against a version rule */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["RuleTestRequest"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleTestResult"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a channel */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a channel */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ChannelResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a channel that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/{id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the releases of a channel */
        get: {
            parameters: {
                query?: {
                    searchByVersion?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection14"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the channels of a project */
        get: {
            parameters: {
                query?: {
                    partialName?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection13"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a channel of a project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ChannelResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a channel of a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deploymentprocesses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a deployment process, or the snapshot of a release */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProcessResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Saves a deployment process over the version that the caller has */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProcessResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProcessResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deploymentprocesses/{id}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a release of the process needs */
        get: {
            parameters: {
                query?: {
                    channel?: string;
                    releaseId?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseTemplateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/deploymentprocesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the deployment process of a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProcessResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Saves the deployment process of a project */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProcessResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProcessResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/deploymentprocesses/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a release of the project needs */
        get: {
            parameters: {
                query?: {
                    channel?: string;
                    releaseId?: string;
                };
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseTemplateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/deploymentprocesses/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells whether a process could be saved */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ProcessResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all variable sets that the caller may see something of */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the names of variables */
        get: {
            parameters: {
                query?: {
                    project?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the variables as a deployment to a place would have them; what is made of a secret has no value */
        get: {
            parameters: {
                query?: {
                    project?: string;
                    environment?: string;
                    machine?: string;
                    role?: string;
                    channel?: string;
                    action?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows every value that a variable could have at a place, and why it won or lost */
        get: {
            parameters: {
                query?: {
                    project?: string;
                    name?: string;
                    environment?: string;
                    machine?: string;
                    role?: string;
                    channel?: string;
                    action?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableExplanation"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a variable set, or the snapshot of a release */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Saves a variable set over the version that the caller has; what he may not see stays */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["VariableSetResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the variables of a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Saves the variables of a project */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["VariableSetResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what build servers said of versions of packages, newest first */
        get: {
            parameters: {
                query?: {
                    packageId?: string;
                    partialPackageId?: string;
                    filter?: string;
                    latest?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection15"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Keeps what a build server says of a version of a package */
        post: {
            parameters: {
                query?: {
                    overwriteMode?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["NewBuildInformation"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BuildInformationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/package-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps what a build server says of a version of a package, in the words of clients of old */
        post: {
            parameters: {
                query?: {
                    overwriteMode?: string;
                    replace?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["NewBuildInformation"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BuildInformationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes several records of build information */
        delete: {
            parameters: {
                query?: {
                    ids?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["BulkIds"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a build server said of a version of a package */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BuildInformationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Deletes what a build server said of a version of a package */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the library variable sets and script modules of the space */
        get: {
            parameters: {
                query?: {
                    contentType?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection16"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a library variable set or a script module */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LibraryVariableSetResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LibraryVariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all library variable sets and script modules of the space, without paging */
        get: {
            parameters: {
                query?: {
                    contentType?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LibraryVariableSetResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a library variable set */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LibraryVariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes the name and the description of a library variable set */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["LibraryVariableSetResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LibraryVariableSetResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a library variable set that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows which projects include a library variable set and which releases have frozen it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LibraryVariableSetUsageResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the accounts that steps use to sign in elsewhere */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    ids?: string;
                    partialName?: string;
                    accountType?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection17"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates an account */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["AccountResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all accounts of the space, without paging */
        get: {
            parameters: {
                query?: {
                    accountType?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an account; of its secrets only whether they are there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes an account; a secret without a new value stays */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["AccountResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an account that nothing names */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows which variables, steps and releases name an account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UsageResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/azureenvironments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the clouds that an Azure account can be of */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AzureEnvironmentResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the certificates of the space; archived ones only when they are asked for */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    ids?: string;
                    partialName?: string;
                    search?: string;
                    archived?: string;
                    orderBy?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection18"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Uploads a certificate */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["CertificateResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all certificates of the space, archived ones too, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a certificate; of its file and password only whether they are there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes what is said about a certificate, not its file */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["CertificateResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an archived certificate that no variable and no step names */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows which variables, steps and releases name a certificate */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UsageResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives a certificate as a file; with its private key only to who may export it */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    pemOptions?: string;
                    includePrivateKey?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Gives a certificate as a file, with a password for its private key */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ExportCertificate"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts another file in a certificate's place; the old one stays, archived, under another id */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ReplaceCertificate"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a certificate out of what can be chosen */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings an archived certificate back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CertificateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the feeds of the space */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    partialName?: string;
                    ids?: string;
                    feedType?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection19"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Refuses: each space has its built-in feed, and other kinds are not supported */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["FeedResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all feeds of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts the packages of the built-in feed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedStats"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a feed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes the settings of a feed */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["FeedResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Refuses: the built-in feed cannot be deleted */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds packages of a feed, the highest version of each first */
        get: {
            parameters: {
                query?: {
                    packageId?: string;
                    partialMatch?: string;
                    includeMultipleVersions?: string;
                    includeNotes?: string;
                    includePreRelease?: string;
                    versionRange?: string;
                    preReleaseTag?: string;
                    take?: string;
                    skip?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackageResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds package ids by a part of them */
        get: {
            parameters: {
                query?: {
                    term?: string;
                    take?: string;
                    skip?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection20"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the versions of a package, highest first */
        get: {
            parameters: {
                query?: {
                    packageId?: string;
                    take?: string;
                    skip?: string;
                    includePreRelease?: string;
                    versionRange?: string;
                    preReleaseTag?: string;
                    filter?: string;
                    includeReleaseNotes?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection21"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the release notes of a package as text */
        get: {
            parameters: {
                query?: {
                    packageId?: string;
                    version?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the packages of the built-in feed, newest first */
        get: {
            parameters: {
                query?: {
                    nuGetPackageId?: string;
                    filter?: string;
                    latest?: string;
                    includeNotes?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection22"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a package file in; its name says id and version */
        post: {
            parameters: {
                query?: {
                    overwriteMode?: string;
                    replace?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackageResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the release notes of several packages */
        get: {
            parameters: {
                query?: {
                    packageIds?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackageNotesList"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes several packages */
        delete: {
            parameters: {
                query?: {
                    ids?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["BulkIds"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a package */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PackageResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Deletes a package */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives a package's file */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{id}/{version}/delta-signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says that packages are sent whole */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names what NuGet clients can ask for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Takes a NuGet package in; its nuspec says id and version */
        put: {
            parameters: {
                query?: {
                    replace?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Takes a NuGet package in, as PUT does */
        post: {
            parameters: {
                query?: {
                    replace?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feed for NuGet clients that show the credentials of their configuration only to a source that asks */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages/{resource}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists packages for NuGet clients: $metadata, Packages(), Search() and FindPackagesById() */
        get: {
            parameters: {
                query?: {
                    $filter?: string;
                    $orderby?: string;
                    $skip?: string;
                    $top?: string;
                    searchTerm?: string;
                    includePrerelease?: string;
                    id?: string;
                };
                header?: never;
                path: {
                    space: string;
                    resource: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages/{resource}/$count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts packages for NuGet clients */
        get: {
            parameters: {
                query?: {
                    $filter?: string;
                    searchTerm?: string;
                    includePrerelease?: string;
                    id?: string;
                };
                header?: never;
                path: {
                    space: string;
                    resource: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages/content/{id}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives a package's file to NuGet clients */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages/{id}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a package for NuGet clients */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the releases of the space, newest first */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection14"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Creates a release: freezes the process, the variables and the package versions */
        post: {
            parameters: {
                query?: {
                    ignoreChannelRules?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ReleaseResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a release */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a release; its channel and packages only until it is deployed */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ReleaseResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a release with its deployments */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows where the caller may deploy a release now, and why not elsewhere */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentTemplateResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/progression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how far a release has come in its lifecycle */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseProgressionResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/defects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the defects of a release */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection23"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Reports a defect, which keeps the release from phases it has not begun */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["DefectResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DefectResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/defects/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolves the defect of a release */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DefectResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/snapshot-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the project's variables of today into a release */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the variables that a release has frozen, as far as the caller may see them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VariableSetResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/missingPackages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the packages of a release that are no longer in their feeds */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MissingPackages"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the releases of a project, newest first */
        get: {
            parameters: {
                query?: {
                    searchByVersion?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection14"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/releases/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the release of a project with exactly this version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    project: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleaseResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{project}/progression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the releases of a project beside its environments */
        get: {
            parameters: {
                query?: {
                    releaseHistoryCount?: string;
                };
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectProgressionResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/progression/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the releases of a project beside its environments */
        get: {
            parameters: {
                query?: {
                    releaseHistoryCount?: string;
                };
                header?: never;
                path: {
                    space: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectProgressionResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deployments of the space, newest first */
        get: {
            parameters: {
                query?: {
                    ids?: string;
                    projects?: string;
                    environments?: string;
                    channels?: string;
                    tenants?: string;
                    taskState?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection24"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Deploys a release to an environment: queues a task */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["DeploymentResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a deployment */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Deletes a deployment whose task has ended */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deployments of a release */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection24"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/preview/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what deploying a release to an environment would do, and what it asks for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                    environment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentPreviewResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows several previews, in the order in which they are asked for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["PreviewRequests"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeploymentPreviewResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Creates a release by names, choosing channel and packages */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["CreateReleaseCommand"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreateReleaseResponse"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/create/untenanted/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deploys a release by names to one or more environments, all or nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["CreateDeploymentsCommand"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreateDeploymentsResponse"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/create/tenanted/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses: this server has no tenants yet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["CreateDeploymentsCommand"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tasks, newest first */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    ids?: string;
                    name?: string;
                    states?: string;
                    active?: string;
                    running?: string;
                    project?: string;
                    environment?: string;
                    tenant?: string;
                    node?: string;
                    description?: string;
                    partialName?: string;
                    hasPendingInterruptions?: string;
                    hasWarningsOrErrors?: string;
                    fromQueueDate?: string;
                    toQueueDate?: string;
                    fromStartDate?: string;
                    toStartDate?: string;
                    fromCompletedDate?: string;
                    toCompletedDate?: string;
                    spaces?: string;
                    includeSystem?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskList"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Refused so far: the tasks of this server come from deployments */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/tasktypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the types of tasks */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskType"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a task, at once or when its state is not the known one any more */
        get: {
            parameters: {
                query?: {
                    waitForChange?: string;
                    knownState?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a task with its activities and their log lines */
        get: {
            parameters: {
                query?: {
                    verbose?: string;
                    tail?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskDetailsResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the log of a task as text */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/queued-behind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what a queued task waits for, and why */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QueuedBehindList"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/status/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists messages about the task's place in the queue: the reasons why it waits */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a task: at once if it waits, otherwise by stopping its scripts */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the state of a completed task, with a reason */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["TaskStateChange"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/prioritize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refused so far: tasks start in the order in which they were queued */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/abandon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refused so far: a task that is cancelled ends when its scripts have stopped */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/rerun/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refused so far: a deployment is repeated by a new deployment */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists artifacts, newest first */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    regarding?: string;
                    ids?: string;
                    partialName?: string;
                    order?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection25"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an artifact of a task; its content is put afterwards */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ArtifactResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an artifact */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes the file name of an artifact */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ArtifactResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an artifact */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the content of an artifact */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Makes the body of the request the content of an artifact */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deployment targets of the space */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    ids?: string;
                    name?: string;
                    partialName?: string;
                    roles?: string;
                    isDisabled?: string;
                    healthStatuses?: string;
                    commStyles?: string;
                    environmentIds?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection26"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Registers a deployment target */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["MachineResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachineResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all deployment targets of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachineResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Refused so far: there is nothing to discover about targets without an endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/operatingsystem/names/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the operating systems of the targets: none is known, they have no endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/operatingsystem/shells/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the shells of the targets: none is known, they have no endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machineroles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the target tags in use */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/{id}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deployment targets of an environment */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    partialName?: string;
                    roles?: string;
                    isDisabled?: string;
                    healthStatuses?: string;
                    commStyles?: string;
                };
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection26"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a deployment target */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachineResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes a deployment target */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["MachineResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachineResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a deployment target that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last contact with a deployment target */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachineConnection"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tasks about a deployment target alone: none, its health needs no check */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection27"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the worker pools of the space */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection28"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all worker pools of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkerPoolResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/supportedtypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the types of worker pools */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/dynamicworkertypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the types of dynamic workers: none */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how many workers the pools have */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a worker pool */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkerPoolResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/{id}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the workers of a pool: none, this server runs steps on its built-in worker */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists workers: none, this server runs steps on its built-in worker */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        /** Refused so far: this server runs steps on its built-in worker */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all workers: none, this server runs steps on its built-in worker */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the machine policies of the space */
        get: {
            parameters: {
                query?: {
                    partialName?: string;
                    ids?: string;
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection30"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all machine policies of the space, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachinePolicyResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a new machine policy would hold */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachinePolicyResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a machine policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MachinePolicyResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/{id}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deployment targets that a machine policy is for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection26"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/{id}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the workers that a machine policy is for: none */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last deployment of each project to each environment */
        get: {
            parameters: {
                query?: {
                    projectId?: string;
                    releaseId?: string;
                    showAll?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DashboardResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboard/dynamic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last deployments of chosen projects to chosen environments */
        get: {
            parameters: {
                query?: {
                    projects?: string;
                    environments?: string;
                    includePrevious?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DashboardResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboardconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the caller has chosen to see on the dashboard */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DashboardConfigurationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Chooses what the caller sees on the dashboard */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["DashboardConfigurationResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DashboardConfigurationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists audit events, newest first; as CSV if asked */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    ids?: string;
                    regarding?: string;
                    regardingAny?: string;
                    user?: string;
                    users?: string;
                    projects?: string;
                    projectGroups?: string;
                    environments?: string;
                    tenants?: string;
                    eventGroups?: string;
                    eventCategories?: string;
                    documentTypes?: string;
                    from?: string;
                    to?: string;
                    fromAutoId?: string;
                    toAutoId?: string;
                    spaces?: string;
                    includeSystem?: string;
                    asCsv?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection31"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the categories of events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NamedKind"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the groups of event categories */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventGroup"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists well-known programs that cause events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NamedKind"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/documenttypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the kinds of documents that events are about */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NamedKind"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an audit event */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the sections of the server's configuration */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection32"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a section of the server's configuration */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SectionResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration/{id}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what the fields of a section mean */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SectionMetadata"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration/{id}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the values of a section */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Changes values of a section; those left out stay as they are */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the state of the server; what an administrator should know, to administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServerStatusResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether the server works: 200, or 418 if not */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServerHealth"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/system-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the server's process */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemInfo"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/timezones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the time zones that schedules can have */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists extensions: none */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists server nodes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection33"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all server nodes, without paging */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServerNodeResource"][];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the nodes and how many tasks they run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NodeSummary"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells a load balancer whether this node takes requests: 200, or 418 if not */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a server node */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServerNodeResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Sets how many tasks a node runs at once, and whether it drains */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ServerNodeResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServerNodeResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        /** Refused: a node that is there cannot be deleted */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/{id}/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the tasks that a node runs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NodeDetails"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licenses/licenses-current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the licence: none is needed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licenses/licenses-current-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the licence allows: everything */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/featuresconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows which features are on */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeaturesConfigurationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Switches features; so far whether steps may run on the server itself */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["FeaturesConfigurationResource"];
                };
            };
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeaturesConfigurationResource"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/maintenanceconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether the server is in maintenance mode */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        /** Refused so far, unless it says off: this server has no maintenance mode */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the server's public address */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/smtpconfiguration/isconfigured": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether the server can send mail */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration/feature-toggles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells which features under trial are on: none */
        get: {
            parameters: {
                query?: {
                    Name?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deploymentfreezes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists deployment freezes: none, this server has none yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether there can be tenants */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tenants: none, this server does not have them yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all tenants: none, this server does not have them yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a tenant: never found, this server does not have them yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tag sets: none, this server does not have them yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all tag sets: none, this server does not have them yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/interruptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists interruptions: none, no step of this server waits for people yet */
        get: {
            parameters: {
                query?: {
                    skip?: string;
                    take?: string;
                    regarding?: string;
                    pendingOnly?: string;
                    ids?: string;
                };
                header?: never;
                path: {
                    space: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Collection29"];
                    };
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/interruptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an interruption: never found, no step of this server waits for people yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    space: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Success */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An error */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErrorBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ErrorBody: {
            /**
             * @description The headline.
             * @default
             */
            ErrorMessage: string;
            /**
             * @description Each single problem.
             * @default []
             */
            Errors: string[];
            /** @default null */
            FullException: string | null;
            /** @default null */
            HelpText: string | null;
            /** @default null */
            HelpLink: string | null;
            /** @default [] */
            ParsedHelpLinks: string[];
            /** @default {} */
            Details: {
                [key: string]: string;
            };
        };
        RootResource: {
            /** @default  */
            Application: string;
            /**
             * @description The product version that clients gate on; our own stands in `PulpoVersion`.
             * @default
             */
            Version: string;
            /** @default  */
            ApiVersion: string;
            /** @default  */
            InstallationId: string;
            /** @default false */
            IsEarlyAccessProgram: boolean;
            /** @default false */
            HasLongTermSupport: boolean;
            /** @default  */
            PulpoVersion: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        SpaceRootResource: {
            /** @default  */
            Id: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        Capabilities: {
            /** @default [] */
            Capabilities: string[];
        };
        CapabilityExists: {
            /** @default false */
            Exists: boolean;
        };
        LoginRequest: {
            /** @default  */
            Username: string;
            /** @default  */
            Password: string;
            /** @default false */
            RememberMe: boolean;
            /** @default null */
            State: components["schemas"]["LoginState"] | (null);
        };
        LoginState: {
            /**
             * @description The page was reached by TLS, even if a proxy ended it before this server.
             * @default false
             */
            UsingSecureConnection: boolean;
            /** @default null */
            RedirectAfterLoginTo: string | null;
        };
        UserResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Username: string;
            /** @default  */
            DisplayName: string;
            /**
             * @description Absent on creation means active.
             * @default null
             */
            IsActive: boolean | null;
            /** @default false */
            IsService: boolean;
            /** @default null */
            EmailAddress: string | null;
            /** @default false */
            CanPasswordBeEdited: boolean;
            /** @default false */
            IsRequestor: boolean;
            /** @default  */
            Created: string;
            /** @default [] */
            Identities: unknown[];
            /** @description Goes in, never comes out. */
            Password?: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        AuthenticationResource: {
            /** @default [] */
            AuthenticationProviders: components["schemas"]["AuthenticationProvider"][];
            /** @default false */
            AutoLoginEnabled: boolean;
            /** @default false */
            AnyAuthenticationProvidersSupportPasswordManagement: boolean;
            /** @default false */
            RememberMeEnabled: boolean;
            /** @default false */
            UserApiKeysEnabled: boolean;
            /**
             * Format: int64
             * @default 0
             */
            ApiKeyDefaultExpiryDays: number;
            /**
             * Format: int64
             * @default 0
             */
            ApiKeyMaxExpiryDays: number;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        AuthenticationProvider: {
            /** @default  */
            Name: string;
            /** @default  */
            DisplayName: string;
            /** @default  */
            IdentityType: string;
            /** @default false */
            FormsLoginEnabled: boolean;
            /** @default [] */
            CSSLinks: string[];
            /** @default [] */
            JavascriptLinks: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        UserAuthenticationResource: {
            /** @default [] */
            AuthenticationProviders: components["schemas"]["AuthenticationProvider"][];
            /** @default false */
            CanCurrentUserEditIdentitiesForUser: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description The kinds of external identities: none yet. */
        IdentityMetadata: {
            /** @default [] */
            Providers: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["UserResource"][];
            Links: {
                [key: string]: string;
            };
        };
        SpaceResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default null */
            Description: string | null;
            /** @default false */
            IsDefault: boolean;
            /** @default false */
            IsPrivate: boolean;
            /** @default false */
            TaskQueueStopped: boolean;
            /** @default [] */
            SpaceManagersTeams: string[];
            /** @default [] */
            SpaceManagersTeamMembers: string[];
            /** @default null */
            Icon: unknown;
            /** @default [] */
            ExtensionSettings: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        UserTeam: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default null */
            SpaceId: string | null;
            /** @default false */
            IsDirectlyAssigned: boolean;
            /** @default [] */
            ExternalGroupNames: string[];
            /** @default [] */
            ExternalSecurityGroups: string[];
        };
        SessionResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Created: string;
            /** @default  */
            LastSeen: string;
            /**
             * @description When it ends if nobody uses it.
             * @default
             */
            Expires: string;
            /** @default false */
            IsRemembered: boolean;
            /** @default false */
            IsCurrent: boolean;
            /** @default null */
            IpAddress: string | null;
            /** @default null */
            UserAgent: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        InvitationResource: {
            /** @default  */
            Id: string;
            /** @default [] */
            AddToTeamIds: string[];
            /** @default null */
            SpaceId: string | null;
            /** @default  */
            Expires: string;
            /** @description Shown when it is made, and never again. */
            InvitationCode?: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection2: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["InvitationResource"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description Somebody who was invited makes himself an account. */
        Registration: {
            /** @default  */
            Username: string;
            /** @default  */
            DisplayName: string;
            /** @default null */
            EmailAddress: string | null;
            /** @default  */
            Password: string;
            /** @default  */
            InvitationCode: string;
        };
        /** @description A page of a list. */
        Collection3: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ApiKeyResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ApiKeyResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Purpose: string;
            /** @default  */
            UserId: string;
            /** @default  */
            Created: string;
            /** @default null */
            Expires: string | null;
            /**
             * @description In which hour it was last used.
             * @default null
             */
            LastUsed: string | null;
            /**
             * @default {
             *       "HasValue": false,
             *       "NewValue": null,
             *       "Hint": null
             *     }
             */
            ApiKey: components["schemas"]["SensitiveValue"];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A secret: its value goes in and never comes out (http-api.md 1.15). */
        SensitiveValue: {
            /** @default false */
            HasValue: boolean;
            /** @default null */
            NewValue: string | null;
            /** @default null */
            Hint: string | null;
        };
        NewApiKey: {
            /** @default  */
            Purpose: string;
            /** @default null */
            Expires: string | null;
        };
        /** @description A key that was just made: the only time that it can be seen. */
        CreatedApiKeyResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Purpose: string;
            /** @default  */
            UserId: string;
            /** @default  */
            Created: string;
            /** @default null */
            Expires: string | null;
            /** @default  */
            ApiKey: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        OidcIdentities: {
            /** @default  */
            ServerUrl: string;
            /**
             * @description The audience that tokens must name.
             * @default
             */
            ExternalId: string;
            /** @default [] */
            OidcIdentities: components["schemas"]["OidcIdentityResource"][];
            /**
             * Format: int64
             * @default 0
             */
            Count: number;
        };
        OidcIdentityResource: {
            /** @default  */
            Id: string;
            /** @default  */
            ServiceAccountId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Issuer: string;
            /** @default  */
            Subject: string;
            /** @default null */
            Audience: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        AccessTokenResource: {
            /** @default  */
            AccessToken: string;
        };
        /** @description A page of a list. */
        Collection4: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["TeamResource"][];
            Links: {
                [key: string]: string;
            };
        };
        TeamResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default [] */
            MemberUserIds: string[];
            /** @default [] */
            ExternalSecurityGroups: unknown[];
            /** @default false */
            CanBeDeleted: boolean;
            /** @default false */
            CanBeRenamed: boolean;
            /** @default false */
            CanChangeRoles: boolean;
            /** @default false */
            CanChangeMembers: boolean;
            /** @default null */
            SpaceId: string | null;
            /** @default  */
            Slug: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection5: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ScopedUserRoleResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ScopedUserRoleResource: {
            /** @default  */
            Id: string;
            /** @default  */
            TeamId: string;
            /** @default  */
            UserRoleId: string;
            /** @default null */
            SpaceId: string | null;
            /** @default [] */
            ProjectIds: string[];
            /** @default [] */
            ProjectGroupIds: string[];
            /** @default [] */
            EnvironmentIds: string[];
            /** @default [] */
            TenantIds: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection6: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["UserRoleResource"][];
            Links: {
                [key: string]: string;
            };
        };
        UserRoleResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default [] */
            GrantedSpacePermissions: string[];
            /** @default [] */
            GrantedSystemPermissions: string[];
            /** @default [] */
            SupportedRestrictions: string[];
            /** @default [] */
            SpacePermissionDescriptions: string[];
            /** @default [] */
            SystemPermissionDescriptions: string[];
            /** @default false */
            CanBeDeleted: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        PermissionDescription: {
            /** @default  */
            Description: string;
            /** @default [] */
            SupportedRestrictions: string[];
            /** @default false */
            CanApplyAtSystemLevel: boolean;
            /** @default false */
            CanApplyAtSpaceLevel: boolean;
        };
        UserPermissionsResource: {
            /** @default  */
            Id: string;
            /** @default {} */
            SpacePermissions: {
                [key: string]: components["schemas"]["PermissionRestriction"][];
            };
            /** @default [] */
            SystemPermissions: string[];
            /** @default [] */
            Teams: components["schemas"]["UserTeam"][];
            /** @default false */
            IsTeamsComplete: boolean;
            /** @default false */
            IsPermissionsComplete: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        PermissionRestriction: {
            /** @default  */
            SpaceId: string;
            /** @default [] */
            RestrictedToProjectIds: string[];
            /** @default [] */
            RestrictedToEnvironmentIds: string[];
            /** @default [] */
            RestrictedToTenantIds: string[];
            /** @default [] */
            RestrictedToProjectGroupIds: string[];
        };
        /** @description A member of a team, directly or by a group of somebody else's directory. */
        TeamMembership: {
            /** @default  */
            TeamId: string;
            /** @default  */
            TeamName: string;
            /** @default  */
            UserId: string;
            /** @default  */
            UserName: string;
            /** @default null */
            SpaceId: string | null;
            /** @default false */
            IsDirectlyAssigned: boolean;
            /** @default [] */
            ExternalGroupNames: string[];
        };
        AccessWhy: {
            /** @default  */
            UserId: string;
            /** @default  */
            Username: string;
            /** @default  */
            Permission: string;
            /**
             * @default {
             *       "Space": null,
             *       "Projects": [],
             *       "ProjectGroups": [],
             *       "Environments": [],
             *       "Tenants": []
             *     }
             */
            Place: components["schemas"]["AccessPlace"];
            /** @default false */
            IsAllowed: boolean;
            /**
             * @description The answer as a sentence.
             * @default
             */
            Explanation: string;
            /** @default null */
            GrantedBy: components["schemas"]["AccessHeld"] | (null);
            /** @default [] */
            NearMisses: components["schemas"]["AccessHeld"][];
            /** @default [] */
            TeamsThatCould: components["schemas"]["NamedReference"][];
            /**
             * @description Whether the caller saw everything that the answer rests on.
             * @default false
             */
            IsComplete: boolean;
        };
        /**
         * @description Where something holds or happens. An empty list says nothing about its dimension; a name that the caller may
         *     not know is empty.
         */
        AccessPlace: {
            /**
             * @description Absent: at system level.
             * @default null
             */
            Space: components["schemas"]["NamedReference"] | (null);
            /** @default [] */
            Projects: components["schemas"]["NamedReference"][];
            /** @default [] */
            ProjectGroups: components["schemas"]["NamedReference"][];
            /** @default [] */
            Environments: components["schemas"]["NamedReference"][];
            /** @default [] */
            Tenants: components["schemas"]["NamedReference"][];
        };
        /** @description A name with its id. */
        NamedReference: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            Links?: {
                [key: string]: string;
            };
        };
        /** @description A role that a team holds. */
        AccessHeld: {
            /**
             * @default {
             *       "Id": "",
             *       "Name": ""
             *     }
             */
            Team: components["schemas"]["NamedReference"];
            /**
             * @default {
             *       "Id": "",
             *       "Name": ""
             *     }
             */
            UserRole: components["schemas"]["NamedReference"];
            /** @default  */
            ScopedUserRoleId: string;
            /**
             * @default {
             *       "Space": null,
             *       "Projects": [],
             *       "ProjectGroups": [],
             *       "Environments": [],
             *       "Tenants": []
             *     }
             */
            Scope: components["schemas"]["AccessPlace"];
            /**
             * @description For a near miss: the dimensions in which it does not cover what is asked.
             * @default []
             */
            Failed: string[];
        };
        AccessUses: {
            /** @default  */
            UserId: string;
            /** @default  */
            Username: string;
            /** @default [] */
            Uses: components["schemas"]["AccessUse"][];
        };
        /** @description A line of the record of use. */
        AccessUse: {
            /**
             * @description The verb and route of the requests.
             * @default
             */
            Operation: string;
            /**
             * @description Any of these was enough.
             * @default []
             */
            Permissions: string[];
            /**
             * @default {
             *       "Space": null,
             *       "Projects": [],
             *       "ProjectGroups": [],
             *       "Environments": [],
             *       "Tenants": []
             *     }
             */
            Place: components["schemas"]["AccessPlace"];
            /** @default  */
            FirstUsed: string;
            /** @default  */
            LastUsed: string;
            /**
             * Format: int64
             * @default 0
             */
            Count: number;
        };
        AccessLeast: {
            /** @default  */
            UserId: string;
            /** @default  */
            Username: string;
            /** @default  */
            Since: string;
            /**
             * Format: int64
             * @description How many uses it rests on.
             * @default 0
             */
            Uses: number;
            /** @default [] */
            Proposed: components["schemas"]["AccessProposal"][];
            /**
             * @description Held, and never used in this time.
             * @default []
             */
            NeverUsed: components["schemas"]["AccessNeverUsed"][];
            /**
             * @description Used, and not held any more.
             * @default []
             */
            NotHeld: components["schemas"]["AccessUse"][];
            /**
             * @description The teams that the account is in now.
             * @default []
             */
            Teams: components["schemas"]["NamedReference"][];
            /**
             * @description What it holds through them, and how much of that it used.
             * @default []
             */
            Held: components["schemas"]["AccessBeside"][];
        };
        AccessProposal: {
            /** @default [] */
            Permissions: string[];
            /**
             * @default {
             *       "Space": null,
             *       "Projects": [],
             *       "ProjectGroups": [],
             *       "Environments": [],
             *       "Tenants": []
             *     }
             */
            Scope: components["schemas"]["AccessPlace"];
        };
        AccessNeverUsed: {
            /**
             * @description Absent: at system level.
             * @default null
             */
            Space: components["schemas"]["NamedReference"] | (null);
            /** @default [] */
            Permissions: string[];
        };
        /** @description A role that the account holds now, beside the least that would do. */
        AccessBeside: {
            /**
             * @default {
             *       "Team": {
             *         "Id": "",
             *         "Name": ""
             *       },
             *       "UserRole": {
             *         "Id": "",
             *         "Name": ""
             *       },
             *       "ScopedUserRoleId": "",
             *       "Scope": {
             *         "Space": null,
             *         "Projects": [],
             *         "ProjectGroups": [],
             *         "Environments": [],
             *         "Tenants": []
             *       },
             *       "Failed": []
             *     }
             */
            Held: components["schemas"]["AccessHeld"];
            /**
             * @description Permissions of the role that something rested on in this time.
             * @default []
             */
            Used: string[];
            /**
             * @description Those that nothing rested on.
             * @default []
             */
            NeverUsed: string[];
        };
        /** @description Asks for the least to be made: its roles, and a team that holds them. */
        ApplyLeast: {
            /**
             * @description An id or a name.
             * @default
             */
            User: string;
            /** @default null */
            Since: string | null;
            /**
             * @description What the role and the team are called.
             * @default null
             */
            Name: string | null;
            /**
             * @description Whether the account leaves the teams that it is in now.
             * @default false
             */
            LeaveTeams: boolean;
        };
        AccessMade: {
            /** @default [] */
            UserRoles: components["schemas"]["UserRoleResource"][];
            /** @default [] */
            Teams: components["schemas"]["TeamResource"][];
            /** @default [] */
            ScopedUserRoles: components["schemas"]["ScopedUserRoleResource"][];
            /**
             * @description The teams that the account is in no more.
             * @default []
             */
            LeftTeams: components["schemas"]["NamedReference"][];
        };
        /** @description A change that is not saved yet. What is not named stays as it is. */
        AccessChange: {
            /** @default [] */
            UserRoles: components["schemas"]["UserRoleResource"][];
            /** @default [] */
            Teams: components["schemas"]["TeamResource"][];
            /**
             * @description With the id of one that is there: in its place. Without: one more.
             * @default []
             */
            ScopedUserRoles: components["schemas"]["ScopedUserRoleResource"][];
            /** @default [] */
            RemovedScopedUserRoleIds: string[];
            /**
             * @description Since when use counts; absent for all that is remembered.
             * @default null
             */
            Since: string | null;
        };
        /** @description What would become of a change. */
        AccessOutcome: {
            /**
             * @description Whether the one who asks may save it.
             * @default false
             */
            IsAllowed: boolean;
            /**
             * @description Why not, in the words of the refusals.
             * @default []
             */
            Refusals: string[];
            /** @default [] */
            Effects: components["schemas"]["AccessEffect"][];
        };
        /** @description What an account would lose and gain. */
        AccessEffect: {
            /** @default  */
            UserId: string;
            /** @default  */
            Username: string;
            /**
             * @description What it did that would be refused.
             * @default []
             */
            Refused: components["schemas"]["AccessUse"][];
            /**
             * @description What it could do from then on.
             * @default []
             */
            Gained: components["schemas"]["AccessGrant"][];
            /**
             * @description What it could do no more, used or not.
             * @default []
             */
            Lost: components["schemas"]["AccessGrant"][];
        };
        AccessGrant: {
            /** @default  */
            Permission: string;
            /**
             * @default {
             *       "Space": null,
             *       "Projects": [],
             *       "ProjectGroups": [],
             *       "Environments": [],
             *       "Tenants": []
             *     }
             */
            Scope: components["schemas"]["AccessPlace"];
        };
        /** @description A page of a list. */
        Collection7: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["SpaceResource"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description Something that a search has found. */
        SearchHit: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /**
             * @description `project`, `environment` and so on.
             * @default
             */
            Type: string;
        };
        /** @description A page of a list. */
        Collection8: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["EnvironmentResource"][];
            Links: {
                [key: string]: string;
            };
        };
        EnvironmentResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /**
             * Format: int64
             * @default 0
             */
            SortOrder: number;
            /** @default false */
            UseGuidedFailure: boolean;
            /** @default false */
            AllowDynamicInfrastructure: boolean;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Slug: string;
            /** @default [] */
            EnvironmentTags: string[];
            /** @default [] */
            ExtensionSettings: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection9: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["EnvironmentV2Resource"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description An environment as the newer list has it, beside kinds that this server does not have. */
        EnvironmentV2Resource: {
            /** @default  */
            Type: string;
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /**
             * Format: int64
             * @default 0
             */
            SortOrder: number;
            /** @default false */
            UseGuidedFailure: boolean;
            /** @default false */
            AllowDynamicInfrastructure: boolean;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Slug: string;
            /** @default [] */
            EnvironmentTags: string[];
            /** @default [] */
            ExtensionSettings: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection10: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ProjectGroupResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ProjectGroupResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default [] */
            EnvironmentIds: string[];
            /** @default null */
            RetentionPolicyId: string | null;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Slug: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection11: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ProjectResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ProjectResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            Description: string;
            /** @default false */
            IsDisabled: boolean;
            /** @default  */
            ProjectGroupId: string;
            /** @default  */
            LifecycleId: string;
            /** @default  */
            VariableSetId: string;
            /** @default  */
            DeploymentProcessId: string;
            /** @default null */
            ClonedFromProjectId: string | null;
            /** @default false */
            AutoCreateRelease: boolean;
            /** @default false */
            IsVersionControlled: boolean;
            /**
             * @default {
             *       "Type": ""
             *     }
             */
            PersistenceSettings: components["schemas"]["PersistenceSettings"];
            /** @default false */
            DiscreteChannelRelease: boolean;
            /** @default [] */
            IncludedLibraryVariableSetIds: string[];
            /** @default false */
            DefaultToSkipIfAlreadyInstalled: boolean;
            /** @default  */
            TenantedDeploymentMode: string;
            /** @default  */
            DefaultGuidedFailureMode: string;
            /** @default null */
            VersioningStrategy: components["schemas"]["VersioningStrategy"] | (null);
            /**
             * @default {
             *       "ChannelId": null,
             *       "ReleaseCreationPackage": null,
             *       "ReleaseCreationPackageStepId": null
             *     }
             */
            ReleaseCreationStrategy: components["schemas"]["ReleaseCreationStrategy"];
            /** @default [] */
            Templates: unknown[];
            /** @default [] */
            AutoDeployReleaseOverrides: unknown[];
            /** @default null */
            ReleaseNotesTemplate: string | null;
            /** @default null */
            DeploymentChangesTemplate: string | null;
            /** @default false */
            ForcePackageDownload: boolean;
            /**
             * @description Absent means allowed.
             * @default null
             */
            AllowIgnoreChannelRules: boolean | null;
            /** @default [] */
            ExtensionSettings: unknown[];
            /** @default [] */
            ProjectTags: string[];
            /** @default null */
            Icon: unknown;
            /**
             * @default {
             *       "SkipMachineBehavior": "",
             *       "TargetRoles": [],
             *       "AllowDeploymentsToNoTargets": false,
             *       "ExcludeUnhealthyTargets": false
             *     }
             */
            ProjectConnectivityPolicy: components["schemas"]["ConnectivityPolicy"];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        PersistenceSettings: {
            /** @default  */
            Type: string;
        };
        /** @description A template or a donor package, never both (PR-08). */
        VersioningStrategy: {
            /** @default null */
            Template: string | null;
            /** @default null */
            DonorPackage: components["schemas"]["DonorPackage"] | (null);
            /** @default null */
            DonorPackageStepId: string | null;
        };
        DonorPackage: {
            /** @default  */
            DeploymentAction: string;
            /** @default  */
            PackageReference: string;
        };
        ReleaseCreationStrategy: {
            /** @default null */
            ChannelId: string | null;
            /** @default null */
            ReleaseCreationPackage: components["schemas"]["DonorPackage"] | (null);
            /** @default null */
            ReleaseCreationPackageStepId: string | null;
        };
        ConnectivityPolicy: {
            /** @default  */
            SkipMachineBehavior: string;
            /** @default [] */
            TargetRoles: string[];
            /** @default false */
            AllowDeploymentsToNoTargets: boolean;
            /** @default false */
            ExcludeUnhealthyTargets: boolean;
        };
        /** @description A page of a list. */
        Collection12: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["LifecycleResource"][];
            Links: {
                [key: string]: string;
            };
        };
        LifecycleResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default  */
            Slug: string;
            /** @default  */
            SpaceId: string;
            /** @default null */
            ReleaseRetentionPolicy: components["schemas"]["RetentionPeriod"] | (null);
            /** @default null */
            TentacleRetentionPolicy: components["schemas"]["RetentionPeriod"] | (null);
            /** @default [] */
            Phases: components["schemas"]["PhaseResource"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A retention policy; a client that sends no strategy means one by the other members. */
        RetentionPeriod: {
            /** @default null */
            Strategy: string | null;
            /** @default  */
            Unit: string;
            /**
             * Format: uint32
             * @default 0
             */
            QuantityToKeep: number;
            /** @default null */
            ShouldKeepForever: boolean | null;
        };
        PhaseResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default [] */
            AutomaticDeploymentTargets: string[];
            /** @default [] */
            OptionalDeploymentTargets: string[];
            /**
             * Format: uint32
             * @default 0
             */
            MinimumEnvironmentsBeforePromotion: number;
            /** @default false */
            IsOptionalPhase: boolean;
            /** @default false */
            IsPriorityPhase: boolean;
            /** @default null */
            ReleaseRetentionPolicy: components["schemas"]["RetentionPeriod"] | (null);
            /** @default null */
            TentacleRetentionPolicy: components["schemas"]["RetentionPeriod"] | (null);
        };
        DeploymentSettingsResource: {
            /** @default  */
            Id: string;
            /** @default  */
            ProjectId: string;
            /** @default  */
            SpaceId: string;
            /**
             * @default {
             *       "SkipMachineBehavior": "",
             *       "TargetRoles": [],
             *       "AllowDeploymentsToNoTargets": false,
             *       "ExcludeUnhealthyTargets": false
             *     }
             */
            ConnectivityPolicy: components["schemas"]["ConnectivityPolicy"];
            /** @default  */
            DefaultGuidedFailureMode: string;
            /** @default null */
            VersioningStrategy: components["schemas"]["VersioningStrategy"] | (null);
            /** @default null */
            ReleaseNotesTemplate: string | null;
            /** @default null */
            DeploymentChangesTemplate: string | null;
            /** @default false */
            DefaultToSkipIfAlreadyInstalled: boolean;
            /** @default false */
            ForcePackageDownload: boolean;
            /** @default false */
            FailTargetDiscovery: boolean;
            /** @default false */
            CancelQueuedTasks: boolean;
            /** @default false */
            CancelRunningTasks: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection13: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ChannelResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ChannelResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default null */
            Description: string | null;
            /** @default  */
            ProjectId: string;
            /** @default null */
            LifecycleId: string | null;
            /** @default false */
            IsDefault: boolean;
            /** @default  */
            Type: string;
            /** @default [] */
            Rules: components["schemas"]["ChannelRuleResource"][];
            /** @default [] */
            GitReferenceRules: string[];
            /** @default [] */
            GitResourceRules: unknown[];
            /** @default [] */
            TenantTags: string[];
            /** @default  */
            Slug: string;
            /** @default  */
            SpaceId: string;
            /** @default [] */
            CustomFieldDefinitions: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ChannelRuleResource: {
            /** @default  */
            Id: string;
            /** @default null */
            VersionRange: string | null;
            /** @default null */
            Tag: string | null;
            /** @default null */
            VersioningStrategy: string | null;
            /** @default null */
            VersionTagRegex: string | null;
            /** @default [] */
            ActionPackages: components["schemas"]["ActionPackage"][];
            /** @description The older form: `Action` or `Action:Reference`; read only. */
            Actions?: string[];
        };
        ActionPackage: {
            /** @default  */
            DeploymentAction: string;
            /** @default  */
            PackageReference: string;
        };
        RuleTestResult: {
            /** @default [] */
            Errors: string[];
            /** @default false */
            SatisfiesVersionRange: boolean;
            /** @default false */
            SatisfiesPreReleaseTag: boolean;
        };
        RuleTestRequest: {
            /** @default  */
            Version: string;
            /** @default  */
            VersionRange: string;
            /** @default  */
            PreReleaseTag: string;
            /** @default  */
            FeedId: string;
        };
        /** @description A page of a list. */
        Collection14: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ReleaseResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ReleaseResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            ProjectId: string;
            /** @default  */
            Version: string;
            /** @default  */
            ChannelId: string;
            /** @default null */
            ReleaseNotes: string | null;
            /** @default  */
            ProjectDeploymentProcessSnapshotId: string;
            /** @default  */
            ProjectVariableSetSnapshotId: string;
            /** @default [] */
            LibraryVariableSetSnapshotIds: string[];
            /** @default false */
            IgnoreChannelRules: boolean;
            /** @default [] */
            BuildInformation: components["schemas"]["ReleaseBuildInformation"][];
            /** @default  */
            Assembled: string;
            /** @default [] */
            SelectedPackages: components["schemas"]["SelectedPackage"][];
            /** @default [] */
            SelectedGitResources: unknown[];
            /** @default null */
            VersionControlReference: components["schemas"]["VersionControlReference"] | (null);
            /** @default {} */
            CustomFields: {
                [key: string]: string;
            };
            /** @default  */
            VariableSnapshotConcurrencyToken: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description What a release keeps of it. */
        ReleaseBuildInformation: {
            /** @default  */
            PackageId: string;
            /** @default  */
            Version: string;
            /** @default  */
            BuildEnvironment: string;
            /** @default  */
            BuildNumber: string;
            /** @default  */
            BuildUrl: string;
            /** @default  */
            Branch: string;
            /** @default  */
            VcsType: string;
            /** @default  */
            VcsRoot: string;
            /** @default  */
            VcsCommitNumber: string;
            /** @default null */
            VcsCommitUrl: string | null;
            /** @default null */
            IssueTrackerName: string | null;
            /** @default [] */
            WorkItems: unknown[];
            /** @default [] */
            Commits: components["schemas"]["CommitDetails"][];
        };
        CommitDetails: {
            /** @default  */
            Id: string;
            /** @default null */
            Comment: string | null;
            /** @default null */
            LinkUrl: string | null;
        };
        SelectedPackage: {
            /** @default  */
            ActionName: string;
            /** @default  */
            PackageReferenceName: string;
            /**
             * @description What older clients name instead of the action.
             * @default
             */
            StepName: string;
            /** @default  */
            Version: string;
        };
        VersionControlReference: {
            /** @default null */
            GitRef: string | null;
            /** @default null */
            GitCommit: string | null;
        };
        ProcessResource: {
            /** @default  */
            Id: string;
            /** @default  */
            ProjectId: string;
            /** @default  */
            SpaceId: string;
            /**
             * Format: int64
             * @default 0
             */
            Version: number;
            /** @default null */
            LastSnapshotId: string | null;
            /** @default [] */
            Steps: components["schemas"]["StepResource"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        StepResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            PackageRequirement: string;
            /** @default {} */
            Properties: {
                [key: string]: components["schemas"]["PropertyValue"];
            };
            /** @default  */
            Condition: string;
            /** @default  */
            StartTrigger: string;
            /** @default [] */
            Actions: components["schemas"]["ActionResource"][];
        };
        /** @description A property of a step or action: a plain text, or a secret. */
        PropertyValue: string | components["schemas"]["SensitiveValue"] | boolean | number;
        ActionResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            ActionType: string;
            /** @default null */
            Notes: string | null;
            /** @default false */
            IsDisabled: boolean;
            /** @default false */
            CanBeUsedForProjectVersioning: boolean;
            /** @default false */
            IsRequired: boolean;
            /** @default null */
            WorkerPoolId: string | null;
            /** @default null */
            WorkerPoolVariable: string | null;
            /**
             * @default {
             *       "Image": null,
             *       "FeedId": null,
             *       "GitUrl": null,
             *       "Dockerfile": null
             *     }
             */
            Container: components["schemas"]["ContainerResource"];
            /** @default [] */
            Environments: string[];
            /** @default [] */
            ExcludedEnvironments: string[];
            /** @default [] */
            Channels: string[];
            /** @default [] */
            TenantTags: string[];
            /** @default  */
            Condition: string;
            /** @default [] */
            Packages: components["schemas"]["PackageReferenceResource"][];
            /** @default [] */
            GitDependencies: unknown[];
            /** @default {} */
            Properties: {
                [key: string]: components["schemas"]["PropertyValue"];
            };
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ContainerResource: {
            /** @default null */
            Image: string | null;
            /** @default null */
            FeedId: string | null;
            /** @default null */
            GitUrl: string | null;
            /** @default null */
            Dockerfile: string | null;
        };
        PackageReferenceResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            PackageId: string;
            /** @default  */
            FeedId: string;
            /** @default  */
            AcquisitionLocation: string;
            /** @default null */
            Version: string | null;
            /** @default {} */
            Properties: {
                [key: string]: string;
            };
        };
        /** @description What a client builds a release from. */
        ReleaseTemplateResource: {
            /** @default  */
            DeploymentProcessId: string;
            /** @default null */
            LastReleaseVersion: string | null;
            /** @default null */
            NextVersionIncrement: string | null;
            /** @default null */
            VersioningPackageStepName: string | null;
            /** @default null */
            VersioningPackageReferenceName: string | null;
            /** @default [] */
            Packages: components["schemas"]["TemplatePackage"][];
            /** @default [] */
            GitResources: unknown[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        TemplatePackage: {
            /** @default  */
            ActionName: string;
            /** @default  */
            StepName: string;
            /** @default  */
            PackageReferenceName: string;
            /** @default  */
            PackageId: string;
            /** @default null */
            ProjectName: string | null;
            /** @default  */
            FeedId: string;
            /** @default null */
            FeedName: string | null;
            /** @default  */
            NuGetPackageId: string;
            /** @default  */
            NuGetFeedId: string;
            /** @default null */
            NuGetFeedName: string | null;
            /** @default null */
            VersionSelectedLastRelease: string | null;
            /** @default null */
            FixedVersion: string | null;
            /** @default false */
            IsResolvable: boolean;
        };
        VariableSetResource: {
            /** @default  */
            Id: string;
            /** @default  */
            OwnerId: string;
            /** @default  */
            SpaceId: string;
            /**
             * Format: int64
             * @default 0
             */
            Version: number;
            /** @default [] */
            Variables: components["schemas"]["VariableResource"][];
            /**
             * @default {
             *       "Environments": [],
             *       "Machines": [],
             *       "Actions": [],
             *       "Roles": [],
             *       "Channels": [],
             *       "TenantTags": [],
             *       "Processes": []
             *     }
             */
            ScopeValues: components["schemas"]["ScopeValues"];
            /** @description Said when the set was saved: values that no place tells apart, names that the server sets itself. */
            Warnings?: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        VariableResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default null */
            Value: string | null;
            /** @default null */
            Description: string | null;
            /** @default  */
            Type: string;
            /** @default false */
            IsSensitive: boolean;
            /** @default false */
            IsEditable: boolean;
            /** @default {} */
            Scope: {
                [key: string]: string[];
            };
            /** @default null */
            Prompt: components["schemas"]["VariablePrompt"] | (null);
        };
        VariablePrompt: {
            /** @default  */
            Label: string;
            /** @default null */
            Description: string | null;
            /** @default false */
            Required: boolean;
            /** @default {} */
            DisplaySettings: {
                [key: string]: string;
            };
        };
        ScopeValues: {
            /** @default [] */
            Environments: components["schemas"]["NamedReference"][];
            /** @default [] */
            Machines: components["schemas"]["NamedReference"][];
            /** @default [] */
            Actions: components["schemas"]["NamedReference"][];
            /** @default [] */
            Roles: components["schemas"]["NamedReference"][];
            /** @default [] */
            Channels: components["schemas"]["NamedReference"][];
            /** @default [] */
            TenantTags: components["schemas"]["NamedReference"][];
            /** @default [] */
            Processes: components["schemas"]["ProcessReference"][];
        };
        ProcessReference: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            ProcessType: string;
        };
        /** @description Why a name has its value in a place. */
        VariableExplanation: {
            /** @default  */
            Name: string;
            /**
             * @description The winner first.
             * @default []
             */
            Candidates: components["schemas"]["VariableCandidate"][];
        };
        VariableCandidate: {
            /** @default  */
            VariableId: string;
            /**
             * @description Nothing for a secret.
             * @default null
             */
            Value: string | null;
            /** @default false */
            IsSensitive: boolean;
            /**
             * @description The project or library variable set that it stands in, by name.
             * @default
             */
            Owner: string;
            /** @default {} */
            Scope: {
                [key: string]: string[];
            };
            /**
             * @description The scope with names in place of ids.
             * @default {}
             */
            ScopeNames: {
                [key: string]: string[];
            };
            /**
             * @description `Wins`, `Outranked`, `Tied` or `OutOfScope`.
             * @default
             */
            Verdict: string;
            /**
             * @description The fields that count for it, the most specific first.
             * @default []
             */
            Rank: string[];
            /** @default  */
            Why: string;
        };
        /** @description A page of a list. */
        Collection15: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["BuildInformationResource"][];
            Links: {
                [key: string]: string;
            };
        };
        BuildInformationResource: {
            /** @default  */
            Id: string;
            /** @default  */
            PackageId: string;
            /** @default  */
            Version: string;
            /** @default  */
            BuildEnvironment: string;
            /** @default  */
            BuildNumber: string;
            /** @default  */
            BuildUrl: string;
            /** @default  */
            Branch: string;
            /** @default  */
            VcsType: string;
            /** @default  */
            VcsRoot: string;
            /** @default  */
            VcsCommitNumber: string;
            /** @default null */
            VcsCommitUrl: string | null;
            /** @default null */
            IssueTrackerName: string | null;
            /** @default [] */
            WorkItems: unknown[];
            /** @default [] */
            Commits: components["schemas"]["CommitDetails"][];
            /** @default null */
            IncompleteDataWarning: string | null;
            /** @default  */
            Created: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description What a build server sends. */
        NewBuildInformation: {
            /** @default  */
            PackageId: string;
            /** @default  */
            Version: string;
            /** @default  */
            SpaceId: string;
            /** @default null */
            OverwriteMode: string | null;
            /** @default null */
            OctopusBuildInformation: components["schemas"]["BuildDetails"] | (null);
            /**
             * @description The same in the words of clients of old.
             * @default null
             */
            OctopusPackageMetadata: components["schemas"]["BuildDetails"] | (null);
        };
        BuildDetails: {
            /** @default null */
            BuildEnvironment: string | null;
            /** @default null */
            BuildNumber: string | null;
            /** @default null */
            BuildUrl: string | null;
            /** @default null */
            Branch: string | null;
            /** @default null */
            VcsType: string | null;
            /** @default null */
            VcsRoot: string | null;
            /** @default null */
            VcsCommitNumber: string | null;
            /** @default [] */
            Commits: components["schemas"]["CommitDetails"][];
        };
        BulkIds: {
            /** @default [] */
            Ids: string[];
        };
        /** @description A page of a list. */
        Collection16: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["LibraryVariableSetResource"][];
            Links: {
                [key: string]: string;
            };
        };
        LibraryVariableSetResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default  */
            VariableSetId: string;
            /** @default  */
            ContentType: string;
            /**
             * @description Templates of tenant variables; always empty, since there are no tenants.
             * @default []
             */
            Templates: unknown[];
            /**
             * Format: int64
             * @default 0
             */
            Version: number;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        LibraryVariableSetUsageResource: {
            /** @default [] */
            Projects: components["schemas"]["ProjectVariableSetUsage"][];
            /**
             * Format: uint
             * @default 0
             */
            CountOfProjectsUserCannotSee: number;
            /**
             * Format: uint
             * @default 0
             */
            CountOfReleasesUserCannotSee: number;
        };
        ProjectVariableSetUsage: {
            /** @default  */
            ProjectId: string;
            /** @default  */
            ProjectName: string;
            /** @default  */
            ProjectSlug: string;
            /** @default false */
            IsCurrentlyBeingUsedInProject: boolean;
            /** @default [] */
            Releases: components["schemas"]["ReleaseUsage"][];
        };
        ReleaseUsage: {
            /** @default  */
            ReleaseId: string;
            /** @default  */
            ReleaseVersion: string;
        };
        /** @description A page of a list. */
        Collection17: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["AccountResource"][];
            Links: {
                [key: string]: string;
            };
        };
        /**
         * @description The members after `TenantedDeploymentParticipation` belong to some types of accounts; an account has those of
         *     its own type.
         */
        AccountResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            Description: string;
            /** @default  */
            AccountType: string;
            /** @default [] */
            EnvironmentIds: string[];
            /** @default [] */
            TenantIds: string[];
            /** @default [] */
            TenantTags: string[];
            /** @default  */
            TenantedDeploymentParticipation: string;
            Username?: string | null;
            Password?: components["schemas"]["SensitiveValue"] | (null);
            Token?: components["schemas"]["SensitiveValue"] | (null);
            PrivateKeyFile?: components["schemas"]["SensitiveValue"] | (null);
            PrivateKeyPassphrase?: components["schemas"]["SensitiveValue"] | (null);
            AccessKey?: string | null;
            SecretKey?: components["schemas"]["SensitiveValue"] | (null);
            Region?: string | null;
            RoleArn?: string | null;
            SessionDuration?: string | null;
            SubscriptionNumber?: string | null;
            ClientId?: string | null;
            TenantId?: string | null;
            AzureEnvironment?: string | null;
            ResourceManagementEndpointBaseUri?: string | null;
            ActiveDirectoryEndpointBaseUri?: string | null;
            ServiceManagementEndpointBaseUri?: string | null;
            ServiceManagementEndpointSuffix?: string | null;
            CertificateBytes?: components["schemas"]["SensitiveValue"] | (null);
            CertificateThumbprint?: string | null;
            JsonKey?: components["schemas"]["SensitiveValue"] | (null);
            Audience?: string | null;
            DeploymentSubjectKeys?: string[] | null;
            HealthCheckSubjectKeys?: string[] | null;
            AccountTestSubjectKeys?: string[] | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description Who names an account or a certificate. */
        UsageResource: {
            /** @default [] */
            ProjectVariableSets: components["schemas"]["ProjectVariableUsage"][];
            /** @default [] */
            LibraryVariableSets: components["schemas"]["LibraryVariableUsage"][];
            /** @default [] */
            DeploymentProcesses: components["schemas"]["StepUsage"][];
            /** @default [] */
            Releases: components["schemas"]["FrozenUsage"][];
            /**
             * @description Always empty: targets so far have no endpoint that could name one.
             * @default []
             */
            Targets: unknown[];
            /**
             * Format: uint
             * @default 0
             */
            CountOfUsagesUserCannotSee: number;
        };
        ProjectVariableUsage: {
            /** @default  */
            ProjectId: string;
            /** @default  */
            ProjectName: string;
            /** @default  */
            ProjectSlug: string;
            /** @default  */
            VariableName: string;
        };
        LibraryVariableUsage: {
            /** @default  */
            LibraryVariableSetId: string;
            /** @default  */
            LibraryVariableSetName: string;
            /** @default  */
            VariableName: string;
        };
        StepUsage: {
            /** @default  */
            ProjectId: string;
            /** @default  */
            ProjectName: string;
            /** @default  */
            ProjectSlug: string;
            /** @default  */
            ProcessId: string;
            /** @default  */
            StepId: string;
            /** @default  */
            StepName: string;
        };
        FrozenUsage: {
            /** @default  */
            ProjectId: string;
            /** @default  */
            ProjectName: string;
            /** @default  */
            ProjectSlug: string;
            /** @default  */
            ReleaseId: string;
            /** @default  */
            ReleaseVersion: string;
        };
        AzureEnvironmentResource: {
            /** @default  */
            Name: string;
            /** @default  */
            DisplayName: string;
            /** @default  */
            AuthenticationEndpoint: string;
            /** @default  */
            ResourceManagerEndpoint: string;
            /** @default  */
            ManagementEndpoint: string;
            /** @default  */
            GraphEndpoint: string;
            /** @default  */
            StorageEndpointSuffix: string;
        };
        /** @description A page of a list. */
        Collection18: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["CertificateResource"][];
            Links: {
                [key: string]: string;
            };
        };
        CertificateResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Notes: string;
            /**
             * @description The file in base64; never shown.
             * @default {
             *       "HasValue": false,
             *       "NewValue": null,
             *       "Hint": null
             *     }
             */
            CertificateData: components["schemas"]["SensitiveValue"];
            /**
             * @default {
             *       "HasValue": false,
             *       "NewValue": null,
             *       "Hint": null
             *     }
             */
            Password: components["schemas"]["SensitiveValue"];
            /** @default [] */
            EnvironmentIds: string[];
            /** @default [] */
            TenantIds: string[];
            /** @default [] */
            TenantTags: string[];
            /** @default  */
            TenantedDeploymentParticipation: string;
            /**
             * @description Since when it is archived.
             * @default null
             */
            Archived: string | null;
            /** @default null */
            ReplacedBy: string | null;
            /** @default  */
            CertificateDataFormat: string;
            /** @default  */
            SubjectDistinguishedName: string;
            /** @default null */
            SubjectCommonName: string | null;
            /** @default null */
            SubjectOrganization: string | null;
            /** @default  */
            IssuerDistinguishedName: string;
            /** @default null */
            IssuerCommonName: string | null;
            /** @default null */
            IssuerOrganization: string | null;
            /** @default false */
            SelfSigned: boolean;
            /** @default  */
            Thumbprint: string;
            /** @default  */
            NotAfter: string;
            /** @default  */
            NotBefore: string;
            /** @default false */
            IsExpired: boolean;
            /** @default false */
            HasPrivateKey: boolean;
            /**
             * Format: int64
             * @default 0
             */
            Version: number;
            /** @default  */
            SerialNumber: string;
            /** @default  */
            SignatureAlgorithmName: string;
            /** @default [] */
            SubjectAlternativeNames: string[];
            /** @default [] */
            CertificateChain: components["schemas"]["ChainCertificateResource"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A certificate that came along in the file. */
        ChainCertificateResource: {
            /** @default  */
            SubjectDistinguishedName: string;
            /** @default null */
            SubjectCommonName: string | null;
            /** @default null */
            SubjectOrganization: string | null;
            /** @default  */
            IssuerDistinguishedName: string;
            /** @default null */
            IssuerCommonName: string | null;
            /** @default null */
            IssuerOrganization: string | null;
            /** @default false */
            SelfSigned: boolean;
            /** @default  */
            Thumbprint: string;
            /** @default  */
            NotAfter: string;
            /** @default  */
            NotBefore: string;
            /** @default false */
            IsExpired: boolean;
            /**
             * Format: int64
             * @default 0
             */
            Version: number;
            /** @default  */
            SerialNumber: string;
            /** @default  */
            SignatureAlgorithmName: string;
            /** @default [] */
            SubjectAlternativeNames: string[];
        };
        /** @description What somebody wants to have of a certificate. */
        ExportCertificate: {
            /**
             * @description `Pkcs12`, `Der` or `Pem`; without one the file comes as it was uploaded.
             * @default null
             */
            Format: string | null;
            /**
             * @description `PrimaryOnly`, `PrimaryAndChain` or `ChainOnly`, for `Pem`.
             * @default null
             */
            PemOptions: string | null;
            /** @default false */
            IncludePrivateKey: boolean;
            /** @default null */
            Password: string | null;
        };
        /** @description A file that takes a certificate's place. */
        ReplaceCertificate: {
            /** @default null */
            CertificateData: components["schemas"]["CertificateData"];
            /** @default null */
            Password: components["schemas"]["CertificateData"];
        };
        /** @description A secret that some clients send as a plain text and others in the shape of a sensitive value. */
        CertificateData: string | components["schemas"]["SensitiveValue"] | (null);
        /** @description A page of a list. */
        Collection19: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["FeedResource"][];
            Links: {
                [key: string]: string;
            };
        };
        FeedResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            FeedType: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Slug: string;
            /**
             * Format: uint32
             * @default null
             */
            DownloadAttempts: number | null;
            /**
             * Format: uint32
             * @default null
             */
            DownloadRetryBackoffSeconds: number | null;
            /**
             * Format: uint32
             * @default null
             */
            DeleteUnreleasedPackagesAfterDays: number | null;
            /** @default false */
            IsBuiltInRepoSyncEnabled: boolean;
            /** @default false */
            DeletePackagesAssociatedWithReleases: boolean;
            /** @default [] */
            PackageAcquisitionLocationOptions: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        FeedStats: {
            /**
             * Format: int64
             * @default 0
             */
            TotalPackages: number;
        };
        PackageResource: {
            /** @default  */
            Id: string;
            /** @default  */
            PackageId: string;
            /** @default  */
            NuGetPackageId: string;
            /** @default  */
            FeedId: string;
            /** @default  */
            NuGetFeedId: string;
            /** @default  */
            Title: string;
            /** @default null */
            Summary: string | null;
            /** @default  */
            Version: string;
            /** @default  */
            Description: string;
            /** @default  */
            Published: string;
            /** @default null */
            ReleaseNotes: string | null;
            /** @default  */
            FileExtension: string;
            /**
             * Format: uint64
             * @default 0
             */
            PackageSizeBytes: number;
            /** @default  */
            Hash: string;
            /** @default null */
            PackageVersionBuildInformation: unknown;
            /** @default  */
            SpaceId: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection20: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["PackageSearchResult"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description An entry of a feed's search. */
        PackageSearchResult: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default  */
            LatestVersion: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection21: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["PackageVersionResource"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description An entry of a package's versions. */
        PackageVersionResource: {
            /** @default  */
            Id: string;
            /** @default  */
            FeedId: string;
            /** @default  */
            PackageId: string;
            /** @default  */
            Version: string;
            /** @default  */
            Published: string;
            /** @default null */
            ReleaseNotes: string | null;
            /**
             * Format: uint64
             * @default 0
             */
            SizeBytes: number;
            /** @default  */
            Title: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection22: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["PackageResource"][];
            Links: {
                [key: string]: string;
            };
        };
        PackageNotesList: {
            /** @default [] */
            Packages: components["schemas"]["PackageNotesEntry"][];
        };
        PackageNotesEntry: {
            /** @default  */
            PackageId: string;
            /** @default  */
            Version: string;
            /**
             * @default {
             *       "Succeeded": false,
             *       "Notes": null,
             *       "FailureReason": null,
             *       "DisplayMessage": null
             *     }
             */
            Notes: components["schemas"]["PackageNotes"];
        };
        PackageNotes: {
            /** @default false */
            Succeeded: boolean;
            /** @default null */
            Notes: string | null;
            /** @default null */
            FailureReason: string | null;
            /** @default null */
            DisplayMessage: string | null;
        };
        DeploymentTemplateResource: {
            /** @default false */
            IsDeploymentProcessModified: boolean;
            /** @default false */
            IsVariableSetModified: boolean;
            /** @default false */
            IsLibraryVariableSetModified: boolean;
            /** @default false */
            IsGitResourceModified: boolean;
            /** @default null */
            DeploymentNotes: string | null;
            /** @default [] */
            PromoteTo: components["schemas"]["PromotionTarget"][];
            /** @default [] */
            TenantPromotions: unknown[];
            /**
             * @description Ours: why an environment that the caller may deploy to is not among `PromoteTo`.
             * @default []
             */
            NotPromotable: components["schemas"]["NotPromotable"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        PromotionTarget: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        NotPromotable: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Reason: string;
        };
        ReleaseProgressionResource: {
            /** @default [] */
            Phases: components["schemas"]["ProgressionPhase"][];
            /** @default [] */
            NextDeployments: string[];
            /**
             * Format: uint32
             * @default 0
             */
            NextDeploymentsMinimumRequired: number;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ProgressionPhase: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default false */
            Blocked: boolean;
            /** @default  */
            Progress: string;
            /** @default [] */
            Deployments: components["schemas"]["PhaseDeployment"][];
            /** @default [] */
            AutomaticDeploymentTargets: string[];
            /** @default [] */
            OptionalDeploymentTargets: string[];
            /**
             * Format: uint32
             * @default 0
             */
            MinimumEnvironmentsBeforePromotion: number;
            /** @default false */
            IsOptionalPhase: boolean;
            /** @default false */
            IsPriorityPhase: boolean;
        };
        PhaseDeployment: {
            /**
             * @default {
             *       "Id": "",
             *       "SpaceId": null,
             *       "Name": "",
             *       "Description": "",
             *       "Arguments": {},
             *       "State": "",
             *       "Completed": "",
             *       "QueueTime": "",
             *       "QueueTimeExpiry": null,
             *       "StartTime": null,
             *       "LastUpdatedTime": "",
             *       "CompletedTime": null,
             *       "ServerNode": null,
             *       "Duration": "",
             *       "ErrorMessage": "",
             *       "HasBeenPickedUpByProcessor": false,
             *       "IsCompleted": false,
             *       "FinishedSuccessfully": false,
             *       "HasPendingInterruptions": false,
             *       "PendingInterruptionTypes": [],
             *       "HasPendingPreconditions": false,
             *       "PendingPreconditionTypes": [],
             *       "CanRerun": false,
             *       "HasWarningsOrErrors": false,
             *       "ProjectId": null,
             *       "EstimatedRemainingQueueDurationSeconds": 0,
             *       "Links": {}
             *     }
             */
            Task: components["schemas"]["TaskResource"];
            /**
             * @default {
             *       "Id": "",
             *       "SpaceId": "",
             *       "Name": "",
             *       "ReleaseId": "",
             *       "ProjectId": "",
             *       "ChannelId": "",
             *       "EnvironmentId": "",
             *       "TenantId": null,
             *       "TaskId": "",
             *       "DeploymentProcessId": "",
             *       "ManifestVariableSetId": "",
             *       "Created": "",
             *       "QueueTime": null,
             *       "QueueTimeExpiry": null,
             *       "ForcePackageDownload": false,
             *       "ForcePackageRedeployment": false,
             *       "UseGuidedFailure": null,
             *       "SkipActions": [],
             *       "SpecificMachineIds": [],
             *       "ExcludedMachineIds": [],
             *       "DeployedToMachineIds": [],
             *       "FormValues": {},
             *       "Changes": [],
             *       "ChangesMarkdown": "",
             *       "Comments": null,
             *       "Priority": null,
             *       "DeployedBy": "",
             *       "DeployedById": "",
             *       "FailureEncountered": false,
             *       "TentacleRetentionPeriod": null,
             *       "Links": {}
             *     }
             */
            Deployment: components["schemas"]["DeploymentResource"];
        };
        TaskResource: {
            /** @default  */
            Id: string;
            /** @default null */
            SpaceId: string | null;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default {} */
            Arguments: {
                [key: string]: string | null;
            };
            /** @default  */
            State: string;
            /** @default  */
            Completed: string;
            /** @default  */
            QueueTime: string;
            /** @default null */
            QueueTimeExpiry: string | null;
            /** @default null */
            StartTime: string | null;
            /** @default  */
            LastUpdatedTime: string;
            /** @default null */
            CompletedTime: string | null;
            /** @default null */
            ServerNode: string | null;
            /** @default  */
            Duration: string;
            /** @default  */
            ErrorMessage: string;
            /** @default false */
            HasBeenPickedUpByProcessor: boolean;
            /** @default false */
            IsCompleted: boolean;
            /** @default false */
            FinishedSuccessfully: boolean;
            /** @default false */
            HasPendingInterruptions: boolean;
            /** @default [] */
            PendingInterruptionTypes: string[];
            /** @default false */
            HasPendingPreconditions: boolean;
            /** @default [] */
            PendingPreconditionTypes: string[];
            /** @default false */
            CanRerun: boolean;
            /** @default false */
            HasWarningsOrErrors: boolean;
            /** @default null */
            ProjectId: string | null;
            /**
             * Format: int64
             * @default 0
             */
            EstimatedRemainingQueueDurationSeconds: number;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        DeploymentResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            ReleaseId: string;
            /** @default  */
            ProjectId: string;
            /** @default  */
            ChannelId: string;
            /** @default  */
            EnvironmentId: string;
            /** @default null */
            TenantId: string | null;
            /** @default  */
            TaskId: string;
            /** @default  */
            DeploymentProcessId: string;
            /** @default  */
            ManifestVariableSetId: string;
            /** @default  */
            Created: string;
            /** @default null */
            QueueTime: string | null;
            /** @default null */
            QueueTimeExpiry: string | null;
            /** @default false */
            ForcePackageDownload: boolean;
            /** @default false */
            ForcePackageRedeployment: boolean;
            /** @default null */
            UseGuidedFailure: boolean | null;
            /** @default [] */
            SkipActions: string[];
            /** @default [] */
            SpecificMachineIds: string[];
            /** @default [] */
            ExcludedMachineIds: string[];
            /** @default [] */
            DeployedToMachineIds: string[];
            /** @default {} */
            FormValues: {
                [key: string]: string | null;
            };
            /** @default [] */
            Changes: unknown[];
            /** @default  */
            ChangesMarkdown: string;
            /** @default null */
            Comments: string | null;
            /** @default null */
            Priority: string | null;
            /** @default  */
            DeployedBy: string;
            /** @default  */
            DeployedById: string;
            /** @default false */
            FailureEncountered: boolean;
            /** @default null */
            TentacleRetentionPeriod: unknown;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection23: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["DefectResource"][];
            Links: {
                [key: string]: string;
            };
        };
        DefectResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Description: string;
            /** @default  */
            Status: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        MissingPackages: {
            /** @default [] */
            Packages: components["schemas"]["MissingPackage"][];
        };
        MissingPackage: {
            /** @default  */
            Id: string;
            /** @default  */
            Version: string;
        };
        ProjectProgressionResource: {
            /** @default [] */
            Environments: components["schemas"]["NamedReference"][];
            /** @default {} */
            ChannelEnvironments: {
                [key: string]: components["schemas"]["NamedReference"][];
            };
            /** @default [] */
            Releases: components["schemas"]["ProgressionRelease"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ProgressionRelease: {
            /**
             * @default {
             *       "Id": "",
             *       "SpaceId": "",
             *       "ProjectId": "",
             *       "Version": "",
             *       "ChannelId": "",
             *       "ReleaseNotes": null,
             *       "ProjectDeploymentProcessSnapshotId": "",
             *       "ProjectVariableSetSnapshotId": "",
             *       "LibraryVariableSetSnapshotIds": [],
             *       "IgnoreChannelRules": false,
             *       "BuildInformation": [],
             *       "Assembled": "",
             *       "SelectedPackages": [],
             *       "SelectedGitResources": [],
             *       "VersionControlReference": null,
             *       "CustomFields": {},
             *       "VariableSnapshotConcurrencyToken": "",
             *       "Links": {}
             *     }
             */
            Release: components["schemas"]["ReleaseResource"];
            /**
             * @default {
             *       "Id": "",
             *       "Name": "",
             *       "Description": null,
             *       "ProjectId": "",
             *       "LifecycleId": null,
             *       "IsDefault": false,
             *       "Type": "",
             *       "Rules": [],
             *       "GitReferenceRules": [],
             *       "GitResourceRules": [],
             *       "TenantTags": [],
             *       "Slug": "",
             *       "SpaceId": "",
             *       "CustomFieldDefinitions": [],
             *       "Links": {}
             *     }
             */
            Channel: components["schemas"]["ChannelResource"];
            /** @default {} */
            Deployments: {
                [key: string]: components["schemas"]["DashboardItem"][];
            };
            /** @default [] */
            NextDeployments: string[];
            /** @default false */
            HasUnresolvedDefect: boolean;
            /** @default null */
            ReleaseRetentionPeriod: unknown;
            /** @default null */
            TentacleRetentionPeriod: unknown;
        };
        DashboardItem: {
            /** @default  */
            Id: string;
            /** @default  */
            ProjectId: string;
            /** @default  */
            EnvironmentId: string;
            /** @default  */
            ReleaseId: string;
            /** @default  */
            DeploymentId: string;
            /** @default  */
            TaskId: string;
            /** @default null */
            TenantId: string | null;
            /** @default  */
            ChannelId: string;
            /** @default  */
            ReleaseVersion: string;
            /** @default  */
            Created: string;
            /** @default  */
            QueueTime: string;
            /** @default null */
            StartTime: string | null;
            /** @default null */
            CompletedTime: string | null;
            /** @default  */
            State: string;
            /** @default false */
            HasPendingInterruptions: boolean;
            /** @default [] */
            PendingInterruptionTypes: string[];
            /** @default false */
            HasWarningsOrErrors: boolean;
            /** @default  */
            ErrorMessage: string;
            /** @default  */
            Duration: string;
            /** @default false */
            IsCurrent: boolean;
            /** @default false */
            IsPrevious: boolean;
            /** @default false */
            IsCompleted: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection24: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["DeploymentResource"][];
            Links: {
                [key: string]: string;
            };
        };
        DeploymentPreviewResource: {
            /** @default [] */
            StepsToExecute: components["schemas"]["PreviewStep"][];
            /**
             * @default {
             *       "Values": {},
             *       "Elements": []
             *     }
             */
            Form: components["schemas"]["FormResource"];
            /** @default false */
            UseGuidedFailureModeByDefault: boolean;
            /** @default [] */
            Changes: unknown[];
            /** @default  */
            ChangesMarkdown: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        PreviewStep: {
            /** @default  */
            ActionId: string;
            /** @default  */
            ActionName: string;
            /** @default  */
            ActionNumber: string;
            /** @default [] */
            Roles: string[];
            /** @default [] */
            MachineNames: string[];
            /** @default [] */
            Machines: components["schemas"]["PreviewMachine"][];
            /** @default false */
            CanBeSkipped: boolean;
            /** @default false */
            IsDisabled: boolean;
            /** @default false */
            HasNoApplicableMachines: boolean;
            /** @default [] */
            UnavailableMachines: components["schemas"]["NamedReference"][];
            /** @default [] */
            ExcludedMachines: components["schemas"]["NamedReference"][];
        };
        PreviewMachine: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default false */
            HasLatestCalamari: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        FormResource: {
            /** @default {} */
            Values: {
                [key: string]: string | null;
            };
            /** @default [] */
            Elements: components["schemas"]["FormElement"][];
        };
        FormElement: {
            /** @default  */
            Name: string;
            /** @default false */
            IsValueRequired: boolean;
            /**
             * @default {
             *       "Type": "",
             *       "Name": "",
             *       "Label": "",
             *       "Description": null,
             *       "IsSecure": false,
             *       "Required": false,
             *       "DisplaySettings": {}
             *     }
             */
            Control: components["schemas"]["FormControl"];
        };
        FormControl: {
            /** @default  */
            Type: string;
            /** @default  */
            Name: string;
            /** @default  */
            Label: string;
            /** @default null */
            Description: string | null;
            /** @default false */
            IsSecure: boolean;
            /** @default false */
            Required: boolean;
            /** @default {} */
            DisplaySettings: {
                [key: string]: string;
            };
        };
        PreviewRequests: {
            /** @default [] */
            DeploymentPreviews: components["schemas"]["PreviewRequest"][];
        };
        PreviewRequest: {
            /** @default  */
            EnvironmentId: string;
            /** @default null */
            TenantId: string | null;
        };
        CreateReleaseCommand: {
            /** @default null */
            SpaceId: string | null;
            /** @default null */
            SpaceIdOrName: string | null;
            /** @default  */
            ProjectName: string;
            /** @default null */
            PackageVersion: string | null;
            /** @default null */
            GitRef: string | null;
            /** @default null */
            GitCommit: string | null;
            /** @default null */
            ReleaseVersion: string | null;
            /** @default null */
            ChannelName: string | null;
            /** @default [] */
            Packages: string[];
            /** @default null */
            ReleaseNotes: string | null;
            /** @default false */
            IgnoreIfAlreadyExists: boolean;
            /** @default false */
            IgnoreChannelRules: boolean;
            /** @default null */
            PackagePrerelease: string | null;
            /** @default {} */
            CustomFields: {
                [key: string]: string;
            };
        };
        CreateReleaseResponse: {
            /** @default  */
            ReleaseId: string;
            /** @default  */
            ReleaseVersion: string;
        };
        CreateDeploymentsCommand: {
            /** @default null */
            SpaceId: string | null;
            /** @default null */
            SpaceIdOrName: string | null;
            /** @default  */
            ProjectName: string;
            /** @default  */
            ReleaseVersion: string;
            /** @default [] */
            EnvironmentNames: string[];
            /**
             * @description Of the tenanted form.
             * @default null
             */
            EnvironmentName: string | null;
            /** @default [] */
            Tenants: string[];
            /** @default [] */
            TenantTags: string[];
            /** @default false */
            ForcePackageDownload: boolean;
            /** @default false */
            ForcePackageRedeployment: boolean;
            /** @default false */
            UpdateVariableSnapshot: boolean;
            /** @default [] */
            SpecificMachineNames: string[];
            /** @default [] */
            ExcludedMachineNames: string[];
            /** @default [] */
            SkipStepNames: string[];
            /** @default null */
            UseGuidedFailure: boolean | null;
            /** @default null */
            RunAt: string | null;
            /** @default null */
            NoRunAfter: string | null;
            /** @default {} */
            Variables: {
                [key: string]: string;
            };
            /** @default null */
            Priority: string | null;
        };
        CreateDeploymentsResponse: {
            /** @default [] */
            DeploymentServerTasks: components["schemas"]["DeploymentServerTask"][];
        };
        DeploymentServerTask: {
            /** @default  */
            DeploymentId: string;
            /** @default  */
            ServerTaskId: string;
        };
        /** @description A page of tasks with how many are in each state. */
        TaskList: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["TaskResource"][];
            Links: {
                [key: string]: string;
            };
            TotalCounts: {
                [key: string]: number;
            };
        };
        TaskType: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
        };
        NewTask: {
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default {} */
            Arguments: {
                [key: string]: unknown;
            };
            /** @default null */
            SpaceId: string | null;
        };
        TaskDetailsResource: {
            /**
             * @default {
             *       "Id": "",
             *       "SpaceId": null,
             *       "Name": "",
             *       "Description": "",
             *       "Arguments": {},
             *       "State": "",
             *       "Completed": "",
             *       "QueueTime": "",
             *       "QueueTimeExpiry": null,
             *       "StartTime": null,
             *       "LastUpdatedTime": "",
             *       "CompletedTime": null,
             *       "ServerNode": null,
             *       "Duration": "",
             *       "ErrorMessage": "",
             *       "HasBeenPickedUpByProcessor": false,
             *       "IsCompleted": false,
             *       "FinishedSuccessfully": false,
             *       "HasPendingInterruptions": false,
             *       "PendingInterruptionTypes": [],
             *       "HasPendingPreconditions": false,
             *       "PendingPreconditionTypes": [],
             *       "CanRerun": false,
             *       "HasWarningsOrErrors": false,
             *       "ProjectId": null,
             *       "EstimatedRemainingQueueDurationSeconds": 0,
             *       "Links": {}
             *     }
             */
            Task: components["schemas"]["TaskResource"];
            /** @default [] */
            ActivityLogs: components["schemas"]["ActivityElement"][];
            /**
             * Format: uint64
             * @default 0
             */
            PhysicalLogSize: number;
            /**
             * @default {
             *       "ProgressPercentage": 0,
             *       "EstimatedTimeRemaining": ""
             *     }
             */
            Progress: components["schemas"]["TaskProgress"];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ActivityElement: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Status: string;
            /** @default null */
            Started: string | null;
            /** @default null */
            Ended: string | null;
            /** @default false */
            ShowAtSummaryLevel: boolean;
            /**
             * Format: uint8
             * @default 0
             */
            ProgressPercentage: number;
            /** @default  */
            ProgressMessage: string;
            /** @default [] */
            Children: components["schemas"]["ActivityElement"][];
            /** @default [] */
            LogElements: components["schemas"]["LogElement"][];
        };
        LogElement: {
            /** @default  */
            Category: string;
            /** @default  */
            OccurredAt: string;
            /** @default  */
            MessageText: string;
            /** @default null */
            Detail: string | null;
            /**
             * Format: uint64
             * @default 0
             */
            Number: number;
        };
        TaskProgress: {
            /**
             * Format: uint8
             * @default 0
             */
            ProgressPercentage: number;
            /** @default  */
            EstimatedTimeRemaining: string;
        };
        /** @description The tasks ahead of a queued one. */
        QueuedBehindList: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["TaskResource"][];
            Links: {
                [key: string]: string;
            };
            /** @description Ours: why the task waits, in words. */
            Reasons: string[];
        };
        TaskStateChange: {
            /** @default  */
            State: string;
            /** @default  */
            Reason: string;
        };
        /** @description A page of a list. */
        Collection25: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ArtifactResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ArtifactResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Filename: string;
            /** @default null */
            Source: string | null;
            /** @default  */
            ServerTaskId: string;
            /** @default  */
            Created: string;
            /** @default null */
            LogCorrelationId: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection26: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["MachineResource"][];
            Links: {
                [key: string]: string;
            };
        };
        MachineResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default [] */
            Roles: string[];
            /** @default [] */
            EnvironmentIds: string[];
            /** @default [] */
            TenantIds: string[];
            /** @default [] */
            TenantTags: string[];
            /** @default  */
            TenantedDeploymentParticipation: string;
            /** @default  */
            Thumbprint: string;
            /** @default  */
            Uri: string;
            /** @default false */
            IsDisabled: boolean;
            /** @default  */
            MachinePolicyId: string;
            /** @default  */
            Status: string;
            /** @default  */
            HealthStatus: string;
            /** @default false */
            HasLatestCalamari: boolean;
            /** @default  */
            StatusSummary: string;
            /** @default false */
            IsInProcess: boolean;
            /** @default  */
            OperatingSystem: string;
            /** @default  */
            OperatingSystemVersion: string;
            /** @default  */
            ShellName: string;
            /** @default  */
            ShellVersion: string;
            /** @default  */
            Architecture: string;
            /** @default false */
            SkipInitialHealthCheck: boolean;
            /**
             * @default {
             *       "CommunicationStyle": "",
             *       "DefaultWorkerPoolId": null,
             *       "Links": {}
             *     }
             */
            Endpoint: components["schemas"]["EndpointResource"];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        EndpointResource: {
            /** @default  */
            CommunicationStyle: string;
            /** @default null */
            DefaultWorkerPoolId: string | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        MachineConnection: {
            /** @default  */
            MachineId: string;
            /** @default  */
            Status: string;
            /** @default [] */
            Logs: components["schemas"]["LogElement"][];
            /** @default null */
            CurrentTentacleVersion: string | null;
            /** @default  */
            LastChecked: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection27: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["TaskResource"][];
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection28: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["WorkerPoolResource"][];
            Links: {
                [key: string]: string;
            };
        };
        WorkerPoolResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            Description: string;
            /** @default false */
            IsDefault: boolean;
            /**
             * Format: int64
             * @default 0
             */
            SortOrder: number;
            /** @default  */
            WorkerPoolType: string;
            /** @default false */
            CanAddWorkers: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection29: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: unknown[];
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection30: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["MachinePolicyResource"][];
            Links: {
                [key: string]: string;
            };
        };
        MachinePolicyResource: {
            /** @default  */
            Id: string;
            /** @default  */
            SpaceId: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default false */
            IsDefault: boolean;
            /** @default null */
            MachineHealthCheckPolicy: unknown;
            /** @default null */
            MachineConnectivityPolicy: unknown;
            /** @default null */
            MachineCleanupPolicy: unknown;
            /** @default null */
            MachineUpdatePolicy: unknown;
            /** @default null */
            MachineRpcCallRetryPolicy: unknown;
            /** @default null */
            MachinePackageCacheRetentionPolicy: unknown;
            /** @default  */
            PollingRequestQueueTimeout: string;
            /** @default  */
            PollingRequestMaximumMessageProcessingTimeout: string;
            /** @default  */
            ConnectionRetrySleepInterval: string;
            /**
             * Format: uint32
             * @default 0
             */
            ConnectionRetryCountLimit: number;
            /** @default  */
            ConnectionRetryTimeLimit: string;
            /** @default  */
            ConnectionConnectTimeout: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        DashboardResource: {
            /** @default [] */
            Projects: components["schemas"]["DashboardProject"][];
            /** @default [] */
            ProjectGroups: components["schemas"]["DashboardProjectGroup"][];
            /** @default [] */
            Environments: components["schemas"]["NamedReference"][];
            /** @default [] */
            Tenants: components["schemas"]["NamedReference"][];
            /** @default [] */
            Items: components["schemas"]["DashboardItem"][];
            /** @default [] */
            PreviousItems: components["schemas"]["DashboardItem"][];
            /**
             * Format: uint32
             * @default null
             */
            ProjectLimit: number | null;
            /** @default false */
            IsFiltered: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        DashboardProject: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Slug: string;
            /** @default  */
            ProjectGroupId: string;
            /** @default [] */
            EnvironmentIds: string[];
            /** @default false */
            IsDisabled: boolean;
            /** @default  */
            TenantedDeploymentMode: string;
            /** @default false */
            CanPerformUntenantedDeployment: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        DashboardProjectGroup: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default [] */
            EnvironmentIds: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        DashboardConfigurationResource: {
            /** @default [] */
            IncludedProjectIds: string[];
            /** @default [] */
            IncludedProjectGroupIds: string[];
            /** @default [] */
            IncludedEnvironmentIds: string[];
            /** @default [] */
            IncludedTenantIds: string[];
            /** @default [] */
            IncludedTenantTags: string[];
            /**
             * Format: uint32
             * @default null
             */
            ProjectLimit: number | null;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description A page of a list. */
        Collection31: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["EventResource"][];
            Links: {
                [key: string]: string;
            };
        };
        EventResource: {
            /** @default  */
            Id: string;
            /** @default null */
            SpaceId: string | null;
            /** @default  */
            Category: string;
            /** @default  */
            UserId: string;
            /** @default  */
            Username: string;
            /** @default false */
            IsService: boolean;
            /** @default  */
            IdentityEstablishedWith: string;
            /** @default null */
            UserAgent: string | null;
            /** @default  */
            Occurred: string;
            /** @default  */
            Message: string;
            /** @default  */
            MessageHtml: string;
            /** @default [] */
            MessageReferences: components["schemas"]["MessageReference"][];
            /** @default [] */
            RelatedDocumentIds: string[];
            /** @default null */
            Comments: string | null;
            /** @default null */
            Details: string | null;
            /** @default null */
            IpAddress: string | null;
            /** @default null */
            ApiKeyId: string | null;
            /** @default null */
            ApiKeyHint: string | null;
            /**
             * @description Ours: the event's link in the audit chain.
             * @default
             */
            Hash: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        MessageReference: {
            /** @default  */
            ReferencedDocumentId: string;
            /**
             * Format: uint
             * @default 0
             */
            StartIndex: number;
            /**
             * Format: uint
             * @default 0
             */
            Length: number;
        };
        NamedKind: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
        };
        EventGroup: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default [] */
            EventCategories: string[];
        };
        /** @description A page of a list. */
        Collection32: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["SectionResource"][];
            Links: {
                [key: string]: string;
            };
        };
        SectionResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /** @default  */
            Description: string;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        /** @description What a page needs to show a section. */
        SectionMetadata: {
            /** @default  */
            Id: string;
            /** @default  */
            Description: string;
            /**
             * @description The permission that shows and changes it.
             * @default
             */
            Permission: string;
            /** @default [] */
            Types: components["schemas"]["TypeMetadata"][];
        };
        TypeMetadata: {
            /** @default  */
            Name: string;
            /** @default [] */
            Properties: components["schemas"]["PropertyMetadata"][];
        };
        PropertyMetadata: {
            /** @default  */
            Name: string;
            /**
             * @description `bool`, `int` or `string[]`.
             * @default
             */
            Type: string;
            /**
             * @default {
             *       "Label": "",
             *       "Description": "",
             *       "Required": false,
             *       "ReadOnly": false
             *     }
             */
            DisplayInfo: components["schemas"]["DisplayInfo"];
        };
        DisplayInfo: {
            /** @default  */
            Label: string;
            /** @default  */
            Description: string;
            /** @default false */
            Required: boolean;
            /** @default false */
            ReadOnly: boolean;
        };
        ServerStatusResource: {
            /** @default false */
            IsDatabaseEncrypted: boolean;
            /** @default false */
            IsUpgradeAvailable: boolean;
            /** @default null */
            MaximumAvailableVersion: string | null;
            /** @default null */
            MaximumAvailableVersionCoveredByLicense: string | null;
            /** @default null */
            MaintenanceExpires: string | null;
            /** @default false */
            IsInMaintenanceMode: boolean;
            /** @default false */
            IsMajorMinorUpgrade: boolean;
            /** @default false */
            IsPotentialClone: boolean;
            /**
             * @description Ours: what an administrator should know.
             * @default []
             */
            Warnings: string[];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        ServerHealth: {
            /** @default  */
            Description: string;
            /** @default false */
            IsOperatingNormally: boolean;
            /** @default false */
            IsEntireClusterReadOnly: boolean;
            /** @default false */
            IsEntireClusterDrainingTasks: boolean;
            /** @default false */
            IsCompliantWithLicense: boolean;
        };
        SystemInfo: {
            /** @default  */
            Version: string;
            /** @default  */
            OSVersion: string;
            /** @default  */
            ClrVersion: string;
            /**
             * Format: uint64
             * @default 0
             */
            WorkingSetBytes: number;
            /**
             * Format: uint32
             * @default 0
             */
            ThreadCount: number;
            /**
             * Format: uint32
             * @default 0
             */
            MinThreadPoolCount: number;
            /** @default  */
            Uptime: string;
        };
        /** @description A page of a list. */
        Collection33: {
            ItemType: string;
            /** Format: int64 */
            TotalResults: number;
            /** Format: int64 */
            ItemsPerPage: number;
            /** Format: int64 */
            NumberOfPages: number;
            /**
             * Format: int64
             * @description Counted from zero.
             */
            LastPageNumber: number;
            IsStale: boolean;
            Items: components["schemas"]["ServerNodeResource"][];
            Links: {
                [key: string]: string;
            };
        };
        ServerNodeResource: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /**
             * Format: uint32
             * @default 0
             */
            MaxConcurrentTasks: number;
            /** @default false */
            IsInMaintenanceMode: boolean;
            /**
             * @description Ours: what runs steps on this node.
             * @default {
             *       "Mode": "",
             *       "IsAvailable": false,
             *       "Reason": null,
             *       "SelfTest": null
             *     }
             */
            BuiltInWorker: components["schemas"]["BuiltInWorkerResource"];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        BuiltInWorkerResource: {
            /**
             * @description `off`, `same-user` or `launcher`.
             * @default
             */
            Mode: string;
            /** @default false */
            IsAvailable: boolean;
            /**
             * @description Why steps cannot run.
             * @default null
             */
            Reason: string | null;
            /** @default null */
            SelfTest: components["schemas"]["SelfTestResource"] | (null);
        };
        SelfTestResource: {
            /** @default  */
            At: string;
            /** @default false */
            Passed: boolean;
            /** @default  */
            CurrentUser: string;
            /** @default [] */
            TargetUsers: string[];
            /** @default [] */
            Steps: components["schemas"]["SelfTestStep"][];
            /**
             * @description Controls that are weaker on this machine than they could be.
             * @default []
             */
            Reduced: string[];
        };
        SelfTestStep: {
            /**
             * Format: uint
             * @default 0
             */
            Number: number;
            /** @default  */
            Title: string;
            /** @default false */
            Passed: boolean;
            /** @default [] */
            Failures: components["schemas"]["SelfTestFailure"][];
        };
        SelfTestFailure: {
            /** @default  */
            Cause: string;
            /** @default  */
            Remedy: string;
        };
        NodeSummary: {
            /** @default [] */
            Nodes: components["schemas"]["NodeSummaryEntry"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        NodeSummaryEntry: {
            /** @default  */
            Id: string;
            /** @default  */
            Name: string;
            /**
             * Format: uint32
             * @default 0
             */
            MaxConcurrentTasks: number;
            /** @default false */
            IsInMaintenanceMode: boolean;
            /** @default false */
            IsOffline: boolean;
            /** @default  */
            LastSeen: string;
            /**
             * Format: int64
             * @default 0
             */
            RunningTaskCount: number;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        NodeDetails: {
            /** @default [] */
            RunningTasks: components["schemas"]["TaskResource"][];
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
        FeaturesConfigurationResource: {
            /** @default  */
            Id: string;
            /** @default false */
            IsBuiltInWorkerEnabled: boolean;
            /** @default false */
            IsCommunityActionTemplatesEnabled: boolean;
            /** @default false */
            IsAutomaticStepUpdatesEnabled: boolean;
            /** @default {} */
            Links: {
                [key: string]: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
