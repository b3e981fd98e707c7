# What people follow, what founders tell, what is asked and answered, and what changed meanwhile.

## Following
follow-start = Follow
follow-end = Following; stop
follow-stop = Stop following
follow-nobody = Nobody follows yet
follow-count = { $count ->
    [one] { $n } person follows
   *[other] { $n } people follow
}
follow-see-list = See what you follow
following-title = What you follow
following-what = You are told here and by mail when a campaign launches, publishes an update, reaches its goal or ends soon, and when the standing of a patent changes.
following-none = You follow nothing yet. The button stands on the page of every campaign, founder and patent.
# $n: how many
following-count = { $count ->
    [one] { $n } thing
   *[other] { $n } things
}
following-campaign = Campaign
following-founder = Founder
following-patent = Patent
following-gone = Something that is no longer public
# $date: a day
following-since = Followed since { $date }
nav-following = Following
# $name: a campaign, a founder or a patent
unfollow-title = Stop being told
unfollow-ask-of = Stop following { $name }?
unfollow-ask = Stop following what this mail was about?
unfollow-what = You get no more mails and notifications about it. Mails about your own pledges are not affected.
unfollow-yes = Stop following
unfollow-no = Keep following
unfollow-done-of = You no longer follow { $name }.
unfollow-done = You no longer follow what this mail was about.
# $name: the founder’s
profile-description = The campaigns of { $name } on Farsight, with the legal status of the patents they stand on.
# $n: how many
profile-campaigns = { $count ->
    [0] Campaigns
    [one] { $n } campaign
   *[other] { $n } campaigns
}
profile-none = No public campaign yet. Follow to be told of the first.

## The parts of a campaign’s page
tabs-label = Parts of this campaign
tabs-campaign = Campaign
tabs-updates = Updates
tabs-questions = Questions
tabs-changes = What changed

## Updates
# $campaign: its title; $number: the update’s; $when: a moment; $zone: a time zone
updates-title = Updates of { $campaign }
updates-description = What the founder of { $campaign } has published since the campaign began.
updates-none = No update yet. Follow the campaign to be told of the first.
updates-write = Write an update
update-number = Update { $number }
update-description = Update { $number } of { $campaign }.
update-for-backers = For backers
update-edited = edited on { $when }
update-locked = This update is for backers. Whoever has a pledge that counts can read it.
update-earlier = What it said before
update-earlier-more = Still earlier
update-until = Until { $when }
update-others = Other updates
update-previous = Earlier update
update-next = Later update
updates-own-title = Updates
updates-own-what = Backers and followers are told of each update once, here and by mail. What was published can be bettered; what it said before stays readable.
updates-own-none = Nothing written yet.
updates-see-public = See the public page
updates-unpublished = Not published
updates-published = Published
update-untitled = Without a title
update-state-draft = Draft
update-state-scheduled = Scheduled
update-state-published = Published
update-new-title = New update
update-edit-title = Edit update
update-saved = Saved.
update-published-edit = This was published. If you change it, the page says when, and what it said before stays readable.
update-scheduled-for = It will be published at { $when }.
update-in-english = In English
update-in-chinese = In Chinese
update-title = Title
update-body = Text
update-body-help = Markdown. One language is enough; readers of the other see this one.
update-audience = Who can read it
update-audience-everyone = Everyone
update-audience-backers = Backers only; others see the title
update-save = Save the draft
update-save-published = Save the change
update-publish = Publish now
update-later = Publish later
update-publish-at = Moment, in { $zone }
update-publish-at-help = At most 180 days ahead.
update-schedule = Schedule
update-unschedule = Take back to draft
update-discard = Throw away

## Questions and answers
questions-title = Questions about { $campaign }
questions-description = What people asked the founder of { $campaign }, and what was answered.
questions-own = Questions about your own campaign. Answer where you are asked; everybody reads the answer.
questions-ask = Ask the founder
questions-ask-help = Plain text, at most 1,000 characters, with your name, for everybody to read. Do not write what is private.
questions-send = Ask
questions-sign-in = Sign in to ask a question
questions-filter = Which questions are shown
questions-show-all = All
questions-show-open = Open
questions-show-answered = Answered
questions-none-all = Nobody has asked anything yet.
questions-none-open = No question waits for an answer.
questions-none-answered = No question was answered yet.
question-title = A question
question-backer = Backer
question-founder = Founder
question-open = Not answered yet
# $reason: why it is hidden
question-hidden-founder = The founder hid this question: { $reason }
question-hidden-reviewer = A reviewer hid this question: { $reason }
question-hidden-still = Hidden from others: { $reason }
question-answer = Answer
question-manage = Manage
question-report = Report
question-your-answer = Your answer
question-answer-help = Plain text, at most 4,000 characters, for everybody to read.
question-answer-send = Answer
question-answer-change = Change the answer
question-hide-title = Hide this question
question-hide-why = Why it is hidden
question-hide-help = Everybody reads the reason in place of the question. The question is kept.
question-hide = Hide
question-show-title = Show this question again
question-show-help = Everybody can read it then. What a reviewer hid, only reviewers show again.
question-show = Show
question-report-title = Report this question
question-report-help = Reviewers look at it. Who reported is known to them alone.
question-report-why = Reason
question-report-note = What the reviewers should know
question-report-note-help = Needed where the reason is something else.
question-report-sign-in = Sign in to report this question
question-reported = Thank you. The reviewers have your report.
report-reason-spam = Advertising
report-reason-abuse = An attack on somebody
report-reason-personal-data = Private data
report-reason-ip-claim = Somebody’s right in the invention
report-reason-misleading = Misleads investors
report-reason-other = Something else
reported-title = Reported questions
reported-what = Questions that readers reported, the longest waiting first. To hide one, give a reason; everybody reads it in place of the question.
reported-done = Decided.
reported-none = No report waits.
# $n: how many
reported-count = { $count ->
    [one] { $n } question
   *[other] { $n } questions
}
reported-dismiss = Let it stand

## What changed
happened-title = What changed during { $campaign }
happened-what = What happened since the launch, newest first: what the founder did, what the registers said of the patents, and what followed. It is drawn from the records and cannot be edited.
happened-none = The campaign has not been launched yet.
# $when: a moment
happened-until = to { $when }
happened-launched = Launched
happened-reward-added = Reward added
happened-deadline-extended = Deadline extended
happened-paused = Paused
happened-resumed = Resumed
happened-patent-changed = A patent changed
happened-material-change-opened = The patents changed so much that something follows: investors are asked to confirm, or payouts wait
happened-material-change-closed = The change of the patents was dealt with
happened-update-published = Update published
happened-goal-reached = Closed; the goal was reached
happened-goal-missed = Closed; the goal was missed
happened-cancelled = Ended by the founder
happened-suspended = Ended by the platform

## Sharing and finding
og-locale = en_GB
nav-feed = New campaigns (feed)
nav-help = Help
feed-campaigns = New campaigns on Farsight
card-brand = Farsight 望远
# $level: how the patents stand; $raised, $goal: money
card-patents-are = Patents: { $level }
card-raised = { $raised } of { $goal } pledged

## Help
help-title = Help
help-lead = How campaigns work here, when you are charged, what we check about patents and what we do not.
help-pages = Help pages
help-page-how-it-works = How it works
help-page-fees = Fees, and when you are charged
help-page-patents = What we check about patents
help-page-risks = Risks
help-page-founders = For founders
help-lead-how-it-works = The way of a campaign and of a pledge, and what happens if a patent changes meanwhile.
help-lead-fees = What is charged, to whom, when; when the founder is paid; refunds.
help-lead-patents = What the words on a patent’s page mean, what is read from the registers, and what nobody can tell you.
help-lead-risks = How a pledge can be lost, and why a patent is no guarantee.
help-lead-founders = From the first draft to the payout, and what is expected of you.
help-statuses = What the status of a patent means
help-levels = What the mark on a campaign means
help-confidences = How sure a status is
help-status-filed = An application is at the office. Nothing is granted, and nothing is published yet.
help-status-published = The application is published. It is not a right yet; others may not be kept from anything by it.
help-status-under-examination = The office examines whether a right is granted. It may be refused or granted with narrower claims.
help-status-allowed = The office intends to grant it; a fee or a last formality is missing.
help-status-in-force = The right is granted and its fees are paid as far as the register says. It can be enforced where it was granted.
help-status-refused = The office refused the application. If an appeal is still possible, the page says so.
help-status-withdrawn = The applicant took the application back.
help-status-abandoned = The application ended because something was not done in time. Sometimes it can be revived.
help-status-lapsed = The right ended before its term, usually because a renewal fee was not paid. For a while it may be restored.
help-status-expired = The full term is over. Everybody may use the invention.
help-status-surrendered = The owner gave the right up.
help-status-revoked = The right was declared invalid or revoked, as a rule from the beginning.
help-status-unknown = No register has told us, or what it told cannot be understood. We do not guess.
help-level-green = Nothing is on record that stands against these patents.
help-level-notice = There is something to know, such as a fee that falls due soon. It changes nothing yet.
help-level-alert = Something on record may put a right at risk or limit its use: a fee in its grace period, a security, a freeze, an attack, another owner.
help-level-lost = At least one of these rights no longer protects anything.
help-confidence-office-current = The office itself states this status today.
help-confidence-event-derived = The entries of the register add up to it.
help-confidence-presumed = It follows from dates and terms; no register has confirmed it.
help-confidence-documented = A document of the office says so; the founder handed it in, and a reviewer compared it.
help-confidence-self-declared = The founder says so; no register has confirmed it.
