// An API key that was typed in to sign in. It stays in this tab and is forgotten when the tab closes.

const NAME = "pulpo-api-key";

export const apiKey = {
  get: (): string | undefined => sessionStorage.getItem(NAME) ?? undefined,
  set: (key: string) => sessionStorage.setItem(NAME, key),
  forget: () => sessionStorage.removeItem(NAME),
};
