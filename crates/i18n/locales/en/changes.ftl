# Changes of the patents that matter to those who pledged

# Facts an investor was shown
dossier-fact-right = The right itself
dossier-fact-status = Legal status
dossier-fact-office-text = Status in the office’s words
dossier-fact-reason = Reason of the status
dossier-fact-expires-on = Expires on
dossier-fact-owners = Owners on record
dossier-fact-annuity = Renewal fee
dossier-fact-encumbrances = Registered against it
dossier-fact-title = Title
dossier-fact-number = Number
dossier-fact-office = Office
dossier-fact-is-sample = Sample of the demonstration

# List of reviewers
changes-title = Changes of patents
changes-what = What the registers said after investors had pledged. A major change stops new pledges and asks those who pledged to confirm; a minor one is told to them.
changes-done = The change is classed anew.
changes-empty = No patent behind a campaign has changed.
changes-causes = What changed
changes-class = Class
changes-stands = Stands
changes-answers = Answers

# A change
change-cause = { $what }: { $which }
change-title = Change of patents
change-opened = Known since
change-follows = What follows
change-answer-by = Answers until
change-deadline-before = Deadline before it was moved
change-reason = Reason
change-reason-hint = Everybody concerned can read it. At most 1,000 characters.
change-asked = Pledges asked about
change-kept = Stay
change-declined = Do not stay
change-silent = Without an answer
change-answered = { $answered } of { $asked }
change-nobody-asked = Nobody is asked
change-since = since { $date }
change-until = Answers are taken until { $when }.
change-because = Why it was classed so: { $reason }
change-being-withdrawn = Classed as minor; the questions are being withdrawn
change-severity-major = Major
change-severity-minor = Minor
change-scope-reconfirm = Those who pledged are asked to confirm; no new pledges meanwhile
change-scope-payout = Payouts wait until a reviewer has looked at it
change-scope-inform = Those who pledged are told
change-state-opened = Investors are being written to
change-state-notified = Everybody was told
change-state-reconfirming = Investors are answering
change-state-closed = Over
change-outcome-answered = All have answered
change-outcome-informed = Investors were told
change-outcome-superseded = Another change followed
change-outcome-reclassified = Found to be minor
change-outcome-campaign-over = The campaign ended
change-make-major = Class as major
change-make-minor = Class as minor
change-make-what-major = New pledges stop and every investor is asked to confirm within five business days.
change-make-what-minor = The questions are withdrawn, pledges count as before, and payouts may go. A deadline that was moved stays moved.

# On the campaign page
campaign-change-title = The patents of this campaign have changed
campaign-change-what = New pledges wait. Everybody who pledged is asked to confirm; a pledge that is not confirmed is released without charge.
campaign-changes = What changed since the launch

# The question to the investor
reconfirm-title = The patents changed: does your pledge stay?
reconfirm-when = This became known on { $when }:
reconfirm-same = The facts you were shown when pledging are the same otherwise.
reconfirm-differences = What differs from what you were shown
reconfirm-right = Right
reconfirm-fact = Fact
reconfirm-before = When you pledged
reconfirm-now = Now
reconfirm-until = Answer until { $when }.
reconfirm-silence = Without an answer your pledge is released and nothing is charged.
reconfirm-silence-charged = Your card was charged. Without an answer all of it goes back to you.
reconfirm-keep = Keep my pledge
reconfirm-decline = Take my pledge back
reconfirm-refund = Give my money back
reconfirm-asked-charged = The patents changed; you were asked whether your pledge stays.
reconfirm-answer-kept = You confirmed the pledge.
reconfirm-answer-declined = You did not stay.
reconfirm-answer-silent = You did not answer in time.
reconfirm-answer-withdrawn = The question was withdrawn.

# Receipt
receipt-confirmed = Confirmed again
