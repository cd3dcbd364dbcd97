//! Invitations: somebody who may, promises an account to whoever brings a code (access.md 12).
//!
//! What the inviter may give is judged when the code is made and again when it is used (CVE-2017-15611), and a code
//! is used up in the transaction that makes the account (CVE-2022-1670).

use jiff::SignedDuration;
use pulpo_access::permissions::{TeamEdit, UserEdit, UserInvite};
use pulpo_access::{Caller, Denied, Granted, Permission, Place};
use pulpo_domain::account::{Invitation, Team, User};
use pulpo_domain::event::Actor;
use pulpo_domain::ids::{InvitationId, SpaceId, TeamId, UserId};
use pulpo_store::{Page, Query, Topic, Tx, params};

use super::rules;
use super::teams::managers_of;
use super::users::{Edit, edited, hashed};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::sign_in::key;
use crate::sign_in::session::{NewSession, open_first};
use crate::sign_in::{Origin, callers};

/// How long a code holds.
const LIFE: SignedDuration = SignedDuration::from_hours(48);
/// The most codes that wait to be used.
const MOST: i64 = 1000;

/// One answer for every code that does not hold.
const BAD_CODE: &str = "the invitation code is not valid, has been used or has expired; ask for another one";

/// An invitation with its code, which can be seen only now.
pub struct NewInvitation {
    pub invitation: Invitation,
    pub code: String,
}

/// Invites somebody into teams of which the caller could give each.
pub async fn create(app: &App, caller: &Caller, teams: Vec<TeamId>, space: Option<SpaceId>) -> Result<NewInvitation> {
    let caller = caller.clone();
    app.write(move |tx| {
        caller.require::<UserInvite>(&Place::SYSTEM)?;
        forget_old(tx)?;
        if tx.count::<Invitation>(&Query::new())? >= MOST {
            return Err(Error::invalid(format!("{MOST} invitations wait to be used; withdraw some of them first")));
        }
        let mut unique: Vec<TeamId> = Vec::new();
        for team in teams {
            if !unique.contains(&team) {
                unique.push(team);
            }
        }
        for team in &unique {
            may_give(tx, &caller, team)?;
        }
        let code = key::generate(tx.random()).replacen(key::PREFIX, "INVITE-", 1);
        let invitation = Invitation {
            id: InvitationId::numbered(tx.next_number(InvitationId::COLLECTION)?),
            code_hash: crate::sign_in::kept(&code),
            invited_by: caller.actor.user_id.clone(),
            add_to_team_ids: unique,
            space_id: space,
            created: tx.now(),
            expires: tx.now() + LIFE,
        };
        let granted = Granted::<UserInvite, _>::by_server(invitation);
        tx.insert(&granted)?;
        let related: Vec<&str> =
            std::iter::once(granted.id.as_str()).chain(granted.add_to_team_ids.iter().map(TeamId::as_str)).collect();
        audit::changed(tx, &caller, Change::Created, None, ("invitation", granted.id.as_str()), &related)?;
        Ok(NewInvitation { invitation: granted.into_inner(), code })
    })
    .await
}

/// An invitation without its code: one's own, or any with `UserInvite`.
pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<Invitation> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| {
        caller.require::<UserInvite>(&Place::SYSTEM)?;
        let now = tx.now();
        let found = tx.load::<Invitation>(&id)?.map(|found| found.record);
        found.filter(|found| found.expires > now).ok_or_else(|| Error::not_found("invitation", id))
    })
    .await
}

/// The invitations that still hold, the newest first, without their codes.
pub async fn list(app: &App, caller: &Caller, skip: i64, take: i64) -> Result<Page<Invitation>> {
    caller.require::<UserInvite>(&Place::SYSTEM)?;
    app.read(move |tx| {
        let now = tx.now();
        let waiting = Query::new().compare("expires", ">", now).order("expires DESC, id DESC");
        Ok(tx.page(&waiting, skip, take)?)
    })
    .await
}

/// Withdraws an invitation: its code makes no account any more. Whoever may invite may undo any invitation, for that
/// takes nothing from anybody.
pub async fn withdraw(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        caller.require::<UserInvite>(&Place::SYSTEM)?;
        let now = tx.now();
        let found = tx.load::<Invitation>(&id)?.map(|found| found.record).filter(|found| found.expires > now);
        let granted = Granted::<UserInvite, _>::by_server(found.ok_or_else(|| Error::not_found("invitation", id))?);
        tx.delete(&granted)?;
        let related = [granted.id.as_str(), granted.invited_by.as_str()];
        audit::changed(tx, &caller, Change::Deleted, None, ("invitation", granted.id.as_str()), &related)?;
        Ok(())
    })
    .await
}

/// Makes the account that an invitation promises, and opens its first session.
pub async fn register(app: &App, code: &str, edit: Edit, origin: Origin) -> Result<NewSession> {
    let hash = crate::sign_in::kept(code.trim());
    let wanted = hash.clone();
    // The code first: without one, nobody makes this server hash passwords.
    let known = app.read(move |tx| find(tx, &wanted)).await?;
    if known.is_none() {
        app.slow_down().await;
        return Err(Error::invalid(BAD_CODE));
    }
    let password = edit.password.clone().filter(|password| !password.is_empty());
    let password = password.ok_or_else(|| Error::invalid("an account needs a password"))?;
    let password_hash = hashed(app, Some(&password)).await?;
    app.write(move |tx| {
        let invitation = find(tx, &hash)?.ok_or_else(|| Error::invalid(BAD_CODE))?;
        let inviter = inviter(tx, &invitation.invited_by)?.ok_or_else(|| Error::invalid(BAD_CODE))?;
        let blank = User {
            id: UserId::numbered(tx.next_number(UserId::COLLECTION)?),
            username: String::new(),
            display_name: String::new(),
            email_address: None,
            is_active: true,
            is_service: false,
            password_hash,
            created: tx.now(),
        };
        let user = edited(tx, blank, &edit)?;
        let granted = Granted::<UserEdit, _>::by_server(user);
        tx.insert(&granted)?;
        for team in &invitation.add_to_team_ids {
            let mut team = may_give(tx, &inviter, team)?;
            team.member_user_ids.push(granted.id.clone());
            tx.update(&Granted::<TeamEdit, _>::by_server(team))?;
        }
        let related: Vec<String> = [granted.id.to_string(), invitation.id.to_string()]
            .into_iter()
            .chain(invitation.add_to_team_ids.iter().map(ToString::to_string))
            .collect();
        tx.delete(&Granted::<UserInvite, _>::by_server(invitation))?;
        let actor = Actor {
            user_id: granted.id.clone(),
            username: granted.username.clone(),
            established_with: "Invitation".to_owned(),
            user_agent: origin.user_agent.clone(),
            ip_address: origin.ip_address.clone(),
            ..Actor::system()
        };
        let new = Caller::new(actor, std::sync::Arc::default());
        let related: Vec<&str> = related.iter().map(String::as_str).collect();
        let name = format!("{} ({})", granted.username, "by invitation");
        audit::changed(tx, &new, Change::Created, None, ("user", &name), &related)?;
        tx.wake(Topic::Access);
        open_first(tx, granted.into_inner(), &origin)
    })
    .await
}

/// An invitation that still holds.
fn find(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Invitation>> {
    let now = tx.now();
    let found = tx.list::<Invitation>(&Query::new().eq("code_hash", hash))?.pop();
    Ok(found.filter(|found| found.expires > now))
}

/// Who has invited, with the grants of now; nobody, if he could not invite any more.
fn inviter(tx: &mut Tx<'_>, id: &UserId) -> Result<Option<Caller>> {
    let Some(user) = tx.load::<User>(id.as_str())?.map(|found| found.record).filter(|user| user.is_active) else {
        return Ok(None);
    };
    let actor = Actor { user_id: user.id.clone(), username: user.username.clone(), ..Actor::system() };
    let caller = Caller::new(actor, callers::grants_of(tx, &user.id)?.into());
    Ok(caller.may(Permission::UserInvite, &Place::SYSTEM).then_some(caller))
}

/// The team, if whoever invites could add members to it himself (access.md 8, rule 1).
fn may_give(tx: &mut Tx<'_>, caller: &Caller, id: &TeamId) -> Result<Team> {
    let unknown = || Error::invalid(format!("there is no team \"{id}\" to invite somebody into"));
    let team = tx.load::<Team>(id.as_str())?.map(|found| found.record).ok_or_else(unknown)?;
    let sees = caller.may(Permission::TeamView, &pulpo_access::Placed::place_to_see(&team));
    if !sees {
        return Err(unknown());
    }
    if !team.can_change_members {
        return Err(Error::invalid(format!("the members of team \"{}\" cannot be changed", team.name)));
    }
    if team.space_id.as_ref().is_some_and(|space| team.id.as_str() == managers_of(space)) {
        let why = "An invitation does not make a space manager; add the person once the account is there.".to_owned();
        return Err(Denied::Refused(why).into());
    }
    rules::may_change_members(tx, caller, &team)?;
    Ok(team)
}

fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    tx.execute("DELETE FROM invitation WHERE expires <= $1", params![now])?;
    Ok(())
}
