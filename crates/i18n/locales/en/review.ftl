# A reviewer's pages: the queue, and one case.

review-title = Review
review-empty = Nothing waits for review.
review-count = { $count ->
    [one] { $n } campaign waits.
   *[other] { $n } campaigns wait.
}
review-order = The one that has waited longest comes first.
review-campaign = Campaign
review-founder = Founder
review-handed-in = Handed in
review-patents = Patents
review-who = Reviewer
review-waited = { $count ->
    [0] today
    [one] { $n } day ago
   *[other] { $n } days ago
}
review-patent-count = { $count ->
    [0] no patents
    [one] { $n } patent
   *[other] { $n } patents
}
review-nobody = nobody yet
review-mine = You
# $at: the moment
review-held-until = until { $at }
review-next = Next page
review-done-approved = Approved. The founder can launch the campaign now.
review-done-changes-requested = Sent back. The founder sees your note.
review-done-claimed = The case is yours for 24 hours.

## One case
# $title: the campaign's title
review-case-title = Review: { $title }
review-back = All cases
# $founder: the founder's name
review-by = by { $founder }
# $at: the moment
review-handed-in-at = handed in { $at }
review-sample = invented for the demonstration
review-own-case = This is your own campaign. Another reviewer has to decide on it.
review-free = Nobody works on this case. Take it, so that no other reviewer does the same work.
review-claim = Take this case
review-yours = You are working on this case.
# $name: the other reviewer, $at: the moment
review-held = { $name } is working on this case until { $at }.
# $percent: of how many patents the status is known
review-coverage = The status is known of { $percent } of the patents.
# $at: the moment
review-as-of = Oldest statement: { $at }.
review-status-source = Source of the status
review-no-source = no register
review-stale = no longer fresh
review-office-text = The office’s words
review-status-reason = Why
review-owner = Owner on record
review-no-owner = none on record
review-filed = Filed
review-granted = Granted
review-expires = Expires
review-annuity = Renewal fee
# $on: a day
review-annuity-due = due { $on }
review-register = Open it in the register
review-evidence = What the registers answered
review-terms = Terms
review-public = See the public page
review-texts = Texts in both languages
review-no-rewards = There are no rewards.
review-audit = What was done so far
review-audit-at = When
review-audit-action = What
review-audit-actor = Who
review-audit-cause = Why

## The decision
review-decide = Decide
review-label-decision = Decision
review-label-reason = Usual reason
review-label-note = Note to the founder
review-approve = Approve: it may be launched
review-request-changes = Request changes: it goes back to the founder
review-decision-needed = Choose a decision.
review-decision-approved = Approved
review-decision-changes-requested = Changes requested
review-no-reason = None of these
review-hint-reason = Told to the founder in both languages, before your own words.
review-hint-note = Needed when you request changes, unless a usual reason says it all.
review-send = Send the decision
review-reason-owner = The registered owner is somebody else
review-reason-status = The patent’s status does not carry the campaign
review-reason-scope = The story promises more than the patents protect
review-reason-risks = The risks are not told openly
review-reason-goal = The goal does not fit the plan
review-reason-rewards = The rewards are not clear or cannot be delivered
review-reason-words = The texts are hard to follow
review-reason-text-owner = The register names another owner than you. Have the transfer recorded at the office, or explain in the story by what right you use the patent.
review-reason-text-status = A patent is no longer in force, or its status cannot be confirmed. Take it off, or explain in the risks what this means.
review-reason-text-scope = The story promises more than the patents protect. Say which parts are protected, in which countries, and which are not.
review-reason-text-risks = The risks are missing or too general. Name what may go wrong with the technology, the patents and the delivery, and what you do about it.
review-reason-text-goal = The goal does not fit what is to be made. Say what the money is used for.
review-reason-text-rewards = It is not clear what a reward holds, or when and how it can be delivered. Describe each one exactly.
review-reason-text-words = The texts are hard to follow for readers outside the field. Please say more simply what it is and what it is for.
