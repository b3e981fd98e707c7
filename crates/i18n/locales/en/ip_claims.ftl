## Third parties’ claims against campaigns, and pauses
ip-claim-kind-patent = Patent or utility model
ip-claim-kind-design = Registered design
ip-claim-kind-trade-mark = Trade mark
ip-claim-kind-copyright = Copyright
ip-claim-kind-trade-secret = Trade secret
ip-claim-kind-other = Another right
ip-claim-state-submitted = Waiting for a reviewer
ip-claim-state-inquiry = The founder is asked
ip-claim-state-answered = The founder has answered
ip-claim-state-dismissed = Dismissed
ip-claim-state-rejected = Found wrong
ip-claim-state-upheld = Upheld
ip-claim-state-withdrawn = Taken back
ip-claim-state-moot = Overtaken
ip-claim-means-submitted = A reviewer looks at it first. The campaign goes on meanwhile; only if nobody has looked by its deadline, it stands still until somebody has.
ip-claim-means-inquiry = The campaign stands still until this is decided on. Its founder may answer; silence ends the campaign.
ip-claim-means-answered = The campaign stands still. A reviewer compares what both sides say, and decides.
ip-claim-means-dismissed = A reviewer found nothing to look into. The campaign goes on.
ip-claim-means-rejected = It was looked into and found wrong. It no longer stops the campaign.
ip-claim-means-upheld = The campaign was ended. Nobody was charged.
ip-claim-means-withdrawn = It was taken back, and no longer stops the campaign.
ip-claim-means-moot = The campaign ended otherwise, so there was nothing left to decide.
ip-claim-reason-no-right-shown = It does not say which right, or what is taken from it
ip-claim-reason-not-theirs = The right is not the claimant’s to assert
ip-claim-reason-not-used = The campaign does not make use of it
ip-claim-reason-not-in-force = The right is not in force
ip-claim-reason-campaign-over = The funding was over before it could be stopped
ip-claim-reason-other = Another reason; say it in the note
ip-claim-reason-told-no-right-shown = The claim does not say which right is meant, or what the campaign takes from it.
ip-claim-reason-told-not-theirs = It is not shown that the claimant may assert this right.
ip-claim-reason-told-not-used = The campaign does not make use of what the right protects.
ip-claim-reason-told-not-in-force = The right is not, not yet, or no longer in force.
ip-claim-reason-told-campaign-over = The campaign’s funding was over before it could be stopped.
ip-claim-reason-told-other = See the reviewer’s note.
ip-claim-decision-inquire = Stop the campaign and ask its founder
ip-claim-decision-dismiss = Dismiss: there is nothing to look into
ip-claim-decision-reject = The claim is wrong: the campaign goes on
ip-claim-decision-uphold = The claim is right: the campaign ends, and nobody is charged

## Filing one
# $title: of a campaign
ip-claim-file-title = Claim your rights against “{ $title }”
ip-claim-file-lead = Does this campaign take something that is protected and not the founder’s? Tell us. A reviewer looks at every claim before anything is decided.
ip-claim-file-next = If there is something to look into, the campaign stands still and its founder is asked. The founder then reads what you write here and your document, but not how you can be reached.
ip-claim-file-link = Claim your rights
ip-claim-file-send = File the claim
ip-claim-label-kind = What kind of right
ip-claim-label-right = Which right
ip-claim-hint-right = The number of a patent, design or trade mark in any usual spelling; else the work, and where it was published.
ip-claim-label-holder = Whose right it is
ip-claim-hint-holder = The company or person who owns it.
ip-claim-label-statement = What the campaign takes from it
ip-claim-hint-statement = For a patent: which claim, and what of the invention falls under it. At least 40 characters.
ip-claim-label-evidence = Where that can be seen
ip-claim-hint-evidence = Addresses of pages, or places in the campaign’s texts. You may leave this empty.
ip-claim-label-file = A document that shows it
ip-claim-label-contact = How you can be reached
ip-claim-hint-contact = Name, telephone or address. Shown to nobody but the reviewer who works on your claim.
ip-claim-good-faith = All this is true to the best of my knowledge, and I may speak for the holder of the right. I know that a claim made knowingly wrong can make me liable for the damage.
ip-claim-good-faith-label = Statement
ip-claim-choose = Choose
ip-claim-choose-needed = Choose one.

## One’s own
ip-claims-own-title = Claims you filed
ip-claims-own-empty = You have filed no claim.
ip-claims-own-done-filed = Your claim was filed. A reviewer will look at it, and you are told what becomes of it.
ip-claims-own-done-withdrawn = Your claim was taken back.
ip-claim-withdraw = Take it back
# $at: a time
ip-claim-filed-at = Filed { $at }
ip-claim-against = Against
ip-claim-note = Note of the reviewer

## The founder’s
# $title: of a campaign
ip-claims-founder-title = Claims against “{ $title }”
ip-claims-founder-empty = Nobody claims rights against this campaign.
ip-claims-founder-link = Claims of third parties
ip-claims-founder-done-answered = Your answer was handed in. A reviewer decides, and you are told.
# $at: a time
ip-claim-answer-until = Answer before { $at }. If you do not, the campaign is ended and nobody is charged.
ip-claim-label-answer = Your answer
ip-claim-hint-answer = Say why the campaign does not take what is claimed, or by which right it may. Only the reviewer reads it. It can be sent once. At least 40 characters.
ip-claim-answer-send = Hand in the answer
ip-claim-answered = Your answer

## The reviewers’
ip-claims-title = Claims of third parties
ip-claims-empty = No claim waits.
# $count chooses the form, $n is the number
ip-claims-count = { $count ->
    [one] One claim is to be decided on.
   *[other] { $n } claims are to be decided on, the longest waiting first.
}
ip-claims-right = Right
ip-claims-how-far = How far
ip-claims-done-inquire = The campaign stands still, and its founder was asked.
ip-claims-done-dismiss = The claim was dismissed.
ip-claims-done-reject = The claim was found wrong. If nothing else stops the campaign, it goes on.
ip-claims-done-uphold = The claim was upheld, and the campaign ended.
ip-claims-done-released = The case was given back.
# $name: of a claimant
ip-claim-case-title = A claim of { $name }
ip-claim-stated = What is claimed
ip-claim-claimant = Filed by
ip-claim-contact = To be reached
ip-claim-founder-says = What the founder says
# $at: a time
ip-claim-founder-may = The founder may answer until { $at }. Until then the claim can be found wrong, but not be upheld.
ip-claim-founder-silent = The founder said nothing in time.
ip-claim-own-case = You are a party to this claim. Somebody else decides on it.
ip-claim-hint-reason = Needed to dismiss a claim or to find it wrong; told to its claimant.
ip-claim-hint-note = Told to the claimant, and to the founder who is asked. Needed to uphold a claim.

## Pauses
# $at: a time
campaign-paused-ip-claim = This campaign has stood still since { $at }: a third party claims rights over it, and that is being looked into.
campaign-paused-staff = This campaign has stood still since { $at }: our staff are looking into something about it.
campaign-paused-what = No pledges are taken and nobody is charged meanwhile. Whoever pledged may take the pledge back. When it goes on, its deadline moves by the time it stood still.
campaign-paused-deadline = The deadline moves by the time the campaign stands still; the new one is shown when it goes on.
campaign-review = Review this campaign
pause-title = Stop or start the clock
pause-label-reason = Reason
pause-hint-reason = For the audit trail. Investors are told that staff look into something, no more.
pause-stop = Stop the campaign
pause-start = Let it go on
pause-done-paused = The campaign stands still.
pause-done-resumed = The campaign goes on. Its deadline has moved by the time it stood still.
# $at: a time
pause-since = It has stood still since { $at }.
pause-for-claim = It stands still for a third party’s claim. It goes on when that is decided on.
