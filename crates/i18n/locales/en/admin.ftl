# Administration: people, requests for roles, the audit trail, work that was set aside.

admin-title = Administration
nav-admin = Administration
admin-attention = What needs attention
admin-workload = Work by where it stands
admin-users-title = People
admin-roles-title = Requests for roles
admin-audit-title = Audit trail
admin-audit-what = who did what, when and why
admin-work-title = Jobs and messages
admin-roles-waiting = { $count ->
    [0] no request waits
    [one] one request waits
   *[other] { $n } requests wait
}
admin-set-aside = { $count ->
    [0] nothing was set aside
    [one] one thing was set aside
   *[other] { $n } things were set aside
}
admin-users-count = { $count ->
    [0] nobody
    [one] one account
   *[other] { $n } accounts
}
admin-tries = { $count ->
    [0] never tried
    [one] tried once
   *[other] tried { $n } times
}
admin-jobs-due = Jobs that are due
admin-jobs-running = Jobs that run now
admin-jobs-later = Jobs for later
admin-jobs-dead = Jobs that were set aside
admin-messages-waiting = Messages of the payment provider that wait
admin-messages-quarantined = Messages of the payment provider that were set aside
admin-events-waiting = Events that are not told on yet
admin-mails-queued = Mails that are not sent yet
admin-mails-failed = Mails that were given up
admin-since = the oldest since { $at }
admin-users-text = E-mail address, name or id
admin-users-text-hint = A part of the address or of the name, or the whole id.
admin-role = Role
admin-any-role = Any role
admin-users-only-locked = Only locked accounts
admin-search = Search
admin-everything = Show everything
admin-users-none = Nobody like this has an account.
admin-user = Person
admin-roles = Roles
admin-entry = Sign-in
admin-joined = Joined
admin-last-seen = Last seen
admin-locked = Locked
admin-two-steps = Password and code
admin-password-only = Password alone
admin-not-known = not known
admin-locked-since = Locked since { $at }
admin-account = Account
admin-email = E-mail address
admin-email-confirmed = confirmed
admin-email-unconfirmed = not confirmed
admin-id = Id
admin-sessions = Sign-ins that are good
admin-tokens = Tokens of programs
admin-campaigns = Campaigns
admin-pledges = Pledges
admin-own = This is your own account. Another administrator has to change it.
admin-request-role = Ask for a role
admin-request-role-what = Another administrator must approve it within seven days.
admin-revoke-role = Take a role away
admin-revoke-role-what = It counts at once, and they are told by mail.
admin-reason = Why, for the audit trail
admin-role-needed = Choose a role.
admin-lock = Lock the account
admin-lock-what = All sign-ins and tokens end at once, and nobody can sign in with it. Pledges and campaigns go on. Its owner is told by mail.
admin-unlock = Unlock the account
admin-unlock-what = Its owner can sign in again, and is told by mail.
admin-end-sessions = End all sign-ins
admin-end-sessions-what = All sign-ins and tokens of this person end; they can sign in again.
admin-user-done-locked = The account is locked.
admin-user-done-unlocked = The account is unlocked.
admin-user-done-sessions = All sign-ins have ended.
admin-user-done-requested = The request waits for another administrator.
admin-user-done-revoked = The role was taken away.
admin-roles-what = Roles of staff are given by two: one administrator asks, another decides.
admin-roles-only-waiting = Only those that wait
admin-roles-all = All requests
admin-roles-none = There are no requests.
admin-roles-decide = decide
admin-role-for = { $role } for { $name }
admin-asked-by = asked for by { $name }
admin-until = until { $at }
admin-decided-by = decided by { $name }
admin-approve = Approve
admin-refuse = Refuse
admin-refuse-why = Why not, for the audit trail
admin-waits-for-another = You asked for it: another administrator has to decide.
admin-withdraw = Withdraw
admin-audit-subject = Done to
admin-audit-subject-hint = The whole id, such as user_… or campaign_….
admin-audit-actor = Who
admin-audit-actor-hint = The id of a person, anonymous, or system: and a name.
admin-audit-action = What
admin-audit-action-hint = Its beginning, such as role. or account.lock.
admin-audit-from = From this day on (UTC)
admin-audit-until = Up to this day (UTC)
admin-audit-day-wrong = Write the day as year, month and day, such as 2026-05-01.
admin-audit-change = Before and after
admin-audit-before = Before
admin-audit-after = After
admin-audit-none = Nothing like this was done.
admin-trail = What was done to the account
admin-trail-all = See all of it
admin-jobs-none = No job was set aside.
admin-messages-none = No message was set aside.
admin-job-again = Run it again
admin-message-again = Work on it again
admin-work-done-job = The job is due again.
admin-work-done-message = The message is worked on again.
role-investor = Investor
role-founder = Founder
role-reviewer = Reviewer
role-finance = Finance officer
role-administrator = Administrator
role-request-waiting = Waits
role-request-approved = Approved
role-request-refused = Refused
role-request-withdrawn = Withdrawn
role-request-expired = Expired
