# What people are told: in their notifications, and by mail in the same words. For each kind: mail-<kind>-subject (one line),
# -happened, -next (what happens now, until when, what to do) and -link (what is behind the one link).
# $campaign: its title; $amount, $total, $goal: money; $until: a moment with its zone; $way: which of several ways it went.

## Around every mail
# $name: the reader’s
mail-greeting = Hello { $name },
mail-foot-who = Farsight 望远: crowdfunding for inventions, with the legal status of every patent beside the campaign.
mail-foot-followed = You receive this because you follow this on Farsight. It was sent by a machine; answers are not read.
# $items: such as “1 × Sample kit, 2 × Cable”
mail-items-chosen = What you chose: { $items }.
mail-items-refunded = The refund is for: { $items }.
mail-leave = Stop being told of this
mail-foot-why = You receive this because it concerns your own money or campaign. It was sent by a machine; answers are not read.

## To investors
mail-pledge-committed-subject = Your pledge of { $amount } to “{ $campaign }” counts
mail-pledge-committed-happened = Your card is saved and your pledge of { $amount } to “{ $campaign }” counts towards its goal. Nothing has been charged.
mail-pledge-committed-next = Your card is charged after { $until }, and only if the goal is reached. Until then you can take the pledge back on its page; in the last 24 hours only if the goal does not hang on it.
mail-pledge-committed-link = See your pledge, or take it back
mail-pledge-adjusted-subject = Your pledge to “{ $campaign }” is now { $amount }
mail-pledge-adjusted-happened = You changed your pledge to “{ $campaign }”. It is { $amount } now. Nothing has been charged.
mail-pledge-adjusted-next = Your card is charged after { $until }, and only if the goal is reached. If it was not you, take the pledge back on its page and change your password.
mail-pledge-adjusted-link = See your pledge
mail-pledge-released-subject = Your pledge to “{ $campaign }” has ended without charge
mail-pledge-released-happened = { $way ->
    [unconfirmed] The patents behind “{ $campaign }” changed and you did not confirm in time, so your pledge of { $amount } is released.
    [too_late] Your card was saved when “{ $campaign }” took no pledges any more, so your pledge of { $amount } does not count.
   *[ended] “{ $campaign }” was ended before its deadline, so your pledge of { $amount } is released.
}
mail-pledge-released-next = Nothing was charged and nothing will be. There is nothing for you to do.
mail-pledge-released-link = See your pledge
mail-campaign-reached-subject = “{ $campaign }” reached its goal
mail-campaign-reached-happened = “{ $campaign }” reached its goal: { $total } was pledged by its deadline, your pledge among it.
mail-campaign-reached-next = Your card is charged now. You receive the receipt when the money has arrived; if the payment fails, we write to you and you can put it right.
mail-campaign-reached-link = See your pledges
mail-campaign-missed-subject = “{ $campaign }” missed its goal; nothing is charged
mail-campaign-missed-happened = “{ $campaign }” did not reach its goal: { $total } was pledged by its deadline.
mail-campaign-missed-next = Your pledge is released. Nothing was charged and nothing will be; there is nothing for you to do.
mail-campaign-missed-link = See your pledges
mail-pledge-collected-subject = Receipt: { $amount } for “{ $campaign }”
mail-pledge-collected-happened = Your card was charged { $amount } for your pledge to “{ $campaign }”.
mail-pledge-collected-next = The founder is paid after finance has checked the campaign. Your receipt stands on the pledge’s page and can be printed.
mail-pledge-collected-link = See the receipt
mail-payment-failed-subject = Your payment of { $amount } to “{ $campaign }” did not go through
mail-payment-failed-happened = { $way ->
    [bank] Your bank asks you to confirm the payment of { $amount } for your pledge to “{ $campaign }”.
   *[card] Your card could not be charged the { $amount } of your pledge to “{ $campaign }”.
}
mail-payment-failed-next = { $way ->
    [bank] Confirm it by { $until }. Without that the payment fails and your pledge is dropped in the end; you owe nothing then.
   *[card] Enter another card by { $until }. If you do not, this card is tried once more; if that fails too, your pledge is dropped and you owe nothing.
}
mail-payment-failed-link = Put the payment right
mail-payment-reminder-subject = Still open: your payment of { $amount } to “{ $campaign }”
mail-payment-reminder-happened = { $way ->
    [bank] Your bank still waits for you to confirm the payment of { $amount } for your pledge to “{ $campaign }”.
   *[card] The { $amount } of your pledge to “{ $campaign }” could still not be collected.
}
mail-payment-reminder-next = { $way ->
    [bank] Confirm it by { $until }, or your pledge is dropped in the end. You owe nothing then, and get no reward.
   *[card] Enter another card by { $until }, or your pledge is dropped in the end. You owe nothing then, and get no reward.
}
mail-payment-reminder-link = Put the payment right
mail-pledge-dropped-subject = Your pledge to “{ $campaign }” was dropped
mail-pledge-dropped-happened = The { $amount } of your pledge to “{ $campaign }” could not be collected in time, so the pledge was dropped.
mail-pledge-dropped-next = You were not charged and owe nothing. There is nothing for you to do.
mail-pledge-dropped-link = See what happened
mail-pledge-refunded-subject = { $amount } goes back to you: “{ $campaign }”
mail-pledge-refunded-happened = { $way ->
    [whole] All of your pledge to “{ $campaign }” was given back: { $amount } went to the card it came from.
    [by_hand] { $amount } of your pledge to “{ $campaign }” was given back by bank transfer, since the card did not take it.
   *[part] { $amount } of your pledge to “{ $campaign }” was given back, to the card it came from.
}
mail-pledge-refunded-next = { $way ->
    [by_hand] The reference of the transfer stands on your pledge’s page. If it has not arrived after five working days, write to us.
   *[part] Banks show it within five to ten working days. There is nothing for you to do.
}
mail-pledge-refunded-link = See your pledge
mail-reconfirmation-asked-subject = The patents of “{ $campaign }” changed: does your pledge stay?
mail-reconfirmation-asked-happened = { $way ->
    [charged] The patents behind “{ $campaign }” have changed since you pledged { $amount }, and your card was charged already.
   *[uncharged] The patents behind “{ $campaign }” have changed since you pledged { $amount }. Nothing has been charged.
}
mail-reconfirmation-asked-next = { $way ->
    [charged] Look at what changed and answer by { $until }. Without an answer all of your money goes back to you.
   *[uncharged] Look at what changed and answer by { $until }. Without an answer your pledge is released and nothing is charged.
}
mail-reconfirmation-asked-link = See what changed, and answer
mail-reconfirmation-withdrawn-subject = Nothing is asked of you any more about “{ $campaign }”
mail-reconfirmation-withdrawn-happened = A reviewer has looked at the change of the patents behind “{ $campaign }” and found that it does not matter to those who pledged. The question whether your pledge of { $amount } stays is withdrawn.
mail-reconfirmation-withdrawn-next = { $way ->
    [charged] There is nothing to do: your pledge stands, and what was charged stays with the campaign. The reviewer’s reason is on the campaign’s page.
   *[uncharged] There is nothing to do: your pledge stands as it was. The reviewer’s reason is on the campaign’s page.
}
mail-reconfirmation-withdrawn-link = See your pledge
mail-patents-settled-subject = The change of the patents of “{ $campaign }” is dealt with
mail-patents-settled-happened = { $way ->
    [noted] A reviewer has looked at the change of the patents behind “{ $campaign }” and found that it does not matter to those who pledged.
   *[asked] Everybody who was asked about the change of the patents behind “{ $campaign }” has answered, or the time to do so is over.
}
mail-patents-settled-next = What waited for it goes on: pledges and the deadline, collecting, or payouts. Which pledges stand is shown on the campaign’s page.
mail-patents-settled-link = See your campaign
mail-pledge-reconfirmed-subject = Your pledge to “{ $campaign }” stays
mail-pledge-reconfirmed-happened = You confirmed your pledge of { $amount } to “{ $campaign }” after its patents changed.
mail-pledge-reconfirmed-next = It counts as before. What you saw when you confirmed is kept with it.
mail-pledge-reconfirmed-link = See your pledge
mail-patents-noted-subject = News of the patents of “{ $campaign }”
mail-patents-noted-happened = A register says something new about the patents behind “{ $campaign }”.
mail-patents-noted-next = { $way ->
    [held] The founder is paid only after a reviewer has looked at it. There is nothing for you to do.
   *[noted] What changed stands on the campaign’s page. Your pledge counts as before; there is nothing for you to do.
}
mail-patents-noted-link = See your pledges

## To those who follow
mail-followed-launched-subject = “{ $campaign }” takes pledges
mail-followed-launched-happened = “{ $campaign }”, which you follow or whose founder you follow, was launched. Its goal is { $goal }.
mail-followed-launched-next = It takes pledges until { $until }. Cards are charged after that, and only if the goal is reached. How its patents stand is on its page, with the date of each check.
mail-followed-launched-link = See the campaign
mail-followed-reached-subject = “{ $campaign }” has reached its goal
mail-followed-reached-happened = “{ $campaign }”, which you follow, has reached its goal: { $total } is pledged.
mail-followed-reached-next = It takes pledges until { $until }. Pledges can still be taken back until then, so it is decided at the deadline.
mail-followed-reached-link = See the campaign
mail-followed-ending-subject = “{ $campaign }” ends soon
mail-followed-ending-happened = “{ $campaign }”, which you follow, ends at { $until }. So far { $total } of { $goal } is pledged.
mail-followed-ending-next = After that no pledge is taken. If the goal is missed, nobody is charged.
mail-followed-ending-link = See the campaign
mail-followed-patent-changed-subject = { $patent }: { $change }
mail-followed-patent-changed-happened = The standing of { $patent }, which you follow, has changed. { $change }.
mail-followed-patent-changed-next = What its register says, since when, and when we asked is on its page, and which campaigns stand on it.
mail-followed-patent-changed-link = See the patent
mail-campaign-updated-subject = “{ $campaign }”: { $heading }
mail-campaign-updated-happened = The founder of “{ $campaign }” published update { $number }: { $heading }
mail-campaign-updated-next = Questions about it can be asked on the campaign’s page. It changes nothing in a pledge.
mail-campaign-updated-link = Read the update
mail-question-answered-subject = Your question about “{ $campaign }” was answered
mail-question-answered-happened = The founder of “{ $campaign }” answered your question.
mail-question-answered-next = Everybody can read the question and the answer on the campaign’s page.
mail-question-answered-link = Read the answer
mail-question-hidden-subject = Your question about “{ $campaign }” was hidden
mail-question-hidden-happened = Your question about “{ $campaign }” is no longer shown to others.
mail-question-hidden-next = Why stands in its place, and you still see it yourself. You may ask it another way.
mail-question-hidden-link = See the reason

## To founders
mail-question-asked-subject = A question about “{ $campaign }”
mail-question-asked-happened = Somebody asked you a question about “{ $campaign }”.
mail-question-asked-next = Everybody can read it, and will read your answer. Who asked is told when you answer.
mail-question-asked-link = Answer
mail-campaign-approved-subject = “{ $campaign }” is approved
mail-campaign-approved-happened = A reviewer has approved “{ $campaign }”.
mail-campaign-approved-next = You can launch it whenever you are ready. At the launch the goal, the deadline and the state of its patents are fixed.
mail-campaign-approved-link = Launch the campaign
mail-campaign-changes-requested-subject = “{ $campaign }” needs changes before it can be approved
mail-campaign-changes-requested-happened = A reviewer has looked at “{ $campaign }” and asks for changes.
mail-campaign-changes-requested-next = What to change stands on the campaign’s page. Make the changes and hand it in again; there is no deadline.
mail-campaign-changes-requested-link = See what to change
mail-patents-changed-subject = The patents of “{ $campaign }” changed
mail-patents-changed-happened = { $way ->
    [asked] A register says that something changed in the patents behind “{ $campaign }” that matters to those who pledged. New pledges wait, and every investor is asked to confirm.
    [held] A register says that something changed in the patents behind “{ $campaign }” that matters to those who pledged. Payouts wait until a reviewer has looked at it.
   *[noted] A register says something new about the patents behind “{ $campaign }”. Your investors were told.
}
mail-patents-changed-next = { $way ->
    [noted] Look at what it says. If the register is wrong, have it put right there; we read it again.
   *[asked] Look at what it says. If a fee is late, pay it; if the register is wrong, have it put right there and tell us.
}
mail-patents-changed-link = See your campaign
mail-goal-reached-subject = “{ $campaign }” reached its goal
mail-goal-reached-happened = Your campaign “{ $campaign }” reached its goal: { $total } was pledged by its deadline.
mail-goal-reached-next = Cards are charged now, and failed payments may be repaired for some days. After that finance checks the campaign and pays out; make sure that the account you are paid through is complete.
mail-goal-reached-link = Follow the money
mail-goal-missed-subject = “{ $campaign }” missed its goal
mail-goal-missed-happened = Your campaign “{ $campaign }” did not reach its goal: { $total } was pledged by its deadline.
mail-goal-missed-next = Every pledge is released and nobody is charged. You may begin another campaign for the same project.
mail-goal-missed-link = See the campaign
mail-shortfall-found-subject = Decide about “{ $campaign }”: less than the goal was collected
mail-shortfall-found-happened = Of the goal of { $goal } for “{ $campaign }”, { $total } could be collected.
mail-shortfall-found-next = Decide by { $until } whether you accept that or everything goes back. Without a decision everything goes back.
mail-shortfall-found-link = Decide
mail-campaign-settled-subject = { $way ->
    [accepted] “{ $campaign }” is funded with { $total }
   *[returned] The money of “{ $campaign }” goes back
}
mail-campaign-settled-happened = { $way ->
    [accepted] Every card had its tries: { $total } was collected for “{ $campaign }”, and it is funded.
   *[returned] Of what was pledged to “{ $campaign }”, { $total } was collected. That is not enough, and all of it goes back to the investors.
}
mail-campaign-settled-next = { $way ->
    [accepted] Finance checks the campaign before money goes out. When the first payout is due, and how much, stands on the page of its money.
   *[returned] You owe no reward. You may begin another campaign for the same project.
}
mail-campaign-settled-link = See the campaign’s money
mail-payout-paid-subject = { $amount } was paid out for “{ $campaign }”
mail-payout-paid-happened = A payout of { $amount } for “{ $campaign }” went to your account.
mail-payout-paid-next = Your bank shows it within a few working days. What was kept back as a reserve, and until when, stands on the page of the campaign’s money.
mail-payout-paid-link = See the payout
mail-payout-failed-subject = A payout for “{ $campaign }” failed
mail-payout-failed-happened = A payout of { $amount } for “{ $campaign }” did not reach your account. The money is safe.
mail-payout-failed-next = Check the account you are paid through. Finance orders the payout again once it can be paid.
mail-payout-failed-link = Check your account
mail-settled-without-payout-subject = Nothing is paid out for “{ $campaign }” now
mail-settled-without-payout-happened = What was to be paid out to you for “{ $campaign }” was taken up by refunds, contested charges and what you owed from other campaigns.
mail-settled-without-payout-next = Line by line it stands in the statement of the campaign’s money. What is left of the reserve is paid out when its time is over.
mail-settled-without-payout-link = See the campaign’s money
mail-dispute-opened-subject = A payment of { $amount } to “{ $campaign }” is contested
mail-dispute-opened-happened = An investor of “{ $campaign }” contests a payment of { $amount } at their bank.
mail-dispute-opened-next = Finance answers the bank, which decides within some months. Keep proof of what you delivered, and when.
mail-dispute-opened-link = See the campaign’s money

## To finance officers
mail-refund-failed-subject = A refund of { $amount } failed: “{ $campaign }”
mail-refund-failed-happened = { $amount } that was to go back to an investor of “{ $campaign }” did not.
mail-refund-failed-next = Find out why, and see that the investor gets the money another way. It waits in the queue of finance.
mail-refund-failed-link = Open the queue
mail-books-differ-subject = The books and the payment provider do not agree
mail-books-differ-happened = The daily comparison found something about which the books and the payment provider do not agree. Nothing was changed.
mail-books-differ-next = See on the finance page what differs, and find out why before more money goes out.
mail-books-differ-link = See what differs
mail-dispute-to-answer-subject = A charge of { $amount } is contested: “{ $campaign }”
mail-dispute-to-answer-happened = A charge of { $amount } to an investor of “{ $campaign }” is contested at their bank.
mail-dispute-to-answer-next = { $way ->
    [dated] Hand evidence in by { $until }. Without it the bank decides for the payer.
   *[undated] Hand evidence in soon. Without it the bank decides for the payer.
}
mail-dispute-to-answer-link = Open the queue

## The page of notifications
notifications-title = Notifications
# $n: how many
notifications-bell = Notifications, { $n } unread
notifications-none = Nothing yet. What concerns your pledges and campaigns is told here, and by mail.
notifications-none-unread = You have read everything.
notifications-count = { $count ->
    [one] { $n } notification
   *[other] { $n } notifications
}
notifications-unread-count = { $count ->
    [one] { $n } unread
   *[other] { $n } unread
}
notifications-unread = Unread
notifications-all = Show all
notifications-only-unread = Show only unread
notifications-mark-all = Mark all as read
notifications-mark-one = Mark as read

## Captured mails, in development
dev-mail-title = Captured mails
dev-mail-what = No mail server is set, so mails are kept here instead of sent: the newest two hundred.
dev-mail-none = No mail yet.
dev-mail-to = To
dev-mail-at = Written
dev-mail-subject = Subject
dev-mail-text = Plain text
dev-mail-html = HTML

## Verification
mail-verification-approved-subject = Your verification is approved
mail-verification-approved-happened = A reviewer has compared what you stated with your documents and found it right.
mail-verification-approved-next = Patents that the register gives to the verified name count as yours from now on. Until when the verification holds stands on its page.
mail-verification-approved-link = See your verification
mail-verification-refused-subject = Your verification was refused
mail-verification-refused-happened = A reviewer has looked at what you handed in and could not confirm it.
mail-verification-refused-next = The reason stands on the page of your verification. Put it right there and hand it in again; there is no deadline.
mail-verification-refused-link = See the reason
mail-verification-expired-subject = Your verification has run out
mail-verification-expired-happened = The time for which your verification held is over.
mail-verification-expired-next = Campaigns that are live go on. Before the next launch, verify your name again.
mail-verification-expired-link = Verify again
mail-ownership-approved-subject = A document for “{ $campaign }” is approved
mail-ownership-approved-happened = A reviewer has found that your document lets you bring a patent of “{ $campaign }” to market.
mail-ownership-approved-next = What still stands in the way of the launch, if anything, is shown on the campaign’s page.
mail-ownership-approved-link = See the campaign
mail-patent-document-approved-subject = Your document for { $patent } is evidence now
mail-patent-document-approved-happened = A reviewer found that your document for { $patent } says what you stated. It stands beside the register on the patent’s page.
mail-patent-document-approved-next = It tells how the patent stood on the day of the document. Hand in a newer one before it grows old.
mail-patent-document-approved-link = See the patent
mail-patent-document-refused-subject = Your document for { $patent } was refused
mail-patent-document-refused-happened = A reviewer has looked at your document for { $patent } and could not use it.
mail-patent-document-refused-next = The reason stands with your campaign’s patent documents. You can hand in another one there.
mail-patent-document-refused-link = See the patent
mail-ownership-outdated-subject = A patent of “{ $campaign }” has another owner on record
mail-ownership-outdated-happened = The register tells of another owner of a patent of “{ $campaign }” than the one on record when your document was approved. The document shows nothing any more.
mail-ownership-outdated-next = Hand in a document that names today’s owner. Until one is approved, the campaign cannot be launched; if it runs, investors have been told of the change.
mail-ownership-outdated-link = Hand in a document
mail-ownership-refused-subject = A document for “{ $campaign }” was refused
mail-ownership-refused-happened = A reviewer has looked at your document for a patent of “{ $campaign }” and could not confirm it.
mail-ownership-refused-next = The reason stands on the campaign’s page. You can hand in another document there.
mail-ownership-refused-link = See the reason
## About one's own account
mail-password-changed-subject = Your password was changed
mail-password-changed-happened = The password of your account was changed, and all other sign-ins have ended.
mail-password-changed-next = If that was you, there is nothing to do. If it was not, choose a new password at once by “Forgotten your password?” on the sign-in page, and look at who else may read your mail.
mail-password-changed-link = See how your account is entered
mail-second-factor-on-subject = Your account asks for a code now
mail-second-factor-on-happened = A second factor was set up for your account: from now on a sign-in asks for a code besides the password. Other sign-ins have ended.
mail-second-factor-on-next = If that was you, keep the recovery codes where you find them without your device. If it was not, choose a new password at once and write to us.
mail-second-factor-on-link = See how your account is entered
mail-second-factor-off-subject = Your account asks for no code any more
mail-second-factor-off-happened = The second factor of your account was removed: a sign-in asks for the password alone.
mail-second-factor-off-next = If that was you, there is nothing to do. If it was not, choose a new password at once, end all sign-ins, and set a second factor up again.
mail-second-factor-off-link = See how your account is entered
mail-recovery-codes-renewed-subject = You have other recovery codes
mail-recovery-codes-renewed-happened = Other recovery codes were made for your account; those until now are worth nothing.
mail-recovery-codes-renewed-next = If that was you, there is nothing to do. If it was not, choose a new password at once and end all sign-ins.
mail-recovery-codes-renewed-link = See how your account is entered
mail-signed-in-anew-subject = A new sign-in to your account
mail-signed-in-anew-happened = Somebody signed in to your account from something it was not entered from before: { $device }, on { $until }.
mail-signed-in-anew-next = If that was you, there is nothing to do. If it was not, choose a new password at once and end all other sign-ins.
mail-signed-in-anew-link = See your sign-ins
mail-second-factor-lifted-subject = The operator removed your second factor
mail-second-factor-lifted-happened = On request, the operator removed the second factor of your account. All sign-ins have ended, and a sign-in asks for the password alone.
mail-second-factor-lifted-next = If you asked for it, sign in and set a second factor up again. If you did not, choose a new password at once and write to us.
mail-second-factor-lifted-link = See how your account is entered
mail-email-changed-subject = Your account has another e-mail address
mail-email-changed-happened = The e-mail address of your account is this one now. Your other sign-ins have ended.
mail-email-changed-next = There is nothing to do. Sign in with this address from now on.
mail-email-changed-link = See how your account is entered
mail-api-token-made-subject = A token for a program was made
mail-api-token-made-happened = A token was made by which a program can act for you, for a part of what you may do.
mail-api-token-made-next = If that was you, there is nothing to do. If it was not, revoke the token, choose a new password and end all other sign-ins.
mail-api-token-made-link = See how your account is entered

## Mails with a link that works once. $name: the reader’s, $email: their address
letter-foot-why = You receive this because this address was given at Farsight. It was sent by a machine; answers are not read.
letter-confirm-email-subject = Confirm your e-mail address
letter-confirm-email-happened = An account at Farsight was made with the address { $email }.
letter-confirm-email-next = If that was you, open the link and press the button; it works once, within an hour. If it was not, do nothing: nobody can launch a campaign or be paid by an address that is not confirmed.
letter-confirm-email-link = Confirm the address
letter-reset-password-subject = Choose a new password
letter-reset-password-happened = Somebody asked for a new password for the account of { $email }.
letter-reset-password-next = If that was you, open the link and choose one; it works once, within an hour. If it was not, do nothing: the password stays as it is.
letter-reset-password-link = Choose a new password
## A change of the address. $email: the new address, $until: until when it can be confirmed, or when it takes effect
letter-confirm-email-change-subject = Confirm your new e-mail address
letter-confirm-email-change-happened = An account at Farsight is to have the address { $email }.
letter-confirm-email-change-next = If that was you, open the link and press the button before { $until }. If it was not, do nothing: without it the account keeps the address it has.
letter-confirm-email-change-link = Confirm the new address
letter-email-change-asked-subject = Your account is to have another e-mail address
letter-email-change-asked-happened = Somebody who is signed in to your account asked that it have the address { $email } from { $until } on.
letter-email-change-asked-next = If that was you, confirm it by the mail to the new address. If it was not, open the link and press the button before that time: the address stays as it is, and all sign-ins end. Then choose a new password.
letter-email-change-asked-link = Keep the present address
letter-email-changed-subject = Your account has another e-mail address now
letter-email-changed-happened = The account that had this address has the address { $email } now. Mail about it goes there from now on.
letter-email-changed-next = We wrote to you when this was asked for. If it was not you, write to us at once.
letter-email-changed-link = See how your account is entered

## A campaign that stands still, and third parties’ claims
mail-campaign-paused-subject = “{ $campaign }” stands still
mail-campaign-paused-happened = { $way ->
    [claim] A third party claims rights over “{ $campaign }”. Until that is decided on, the campaign stands still.
   *[staff] Our staff are looking into something about “{ $campaign }”. Until that is done, the campaign stands still.
}
mail-campaign-paused-next = No pledges are taken and nobody is charged meanwhile. If you pledged, your pledge stays; you may take it back at any time. We write again when the campaign goes on or ends.
mail-campaign-paused-link = See the campaign
mail-campaign-resumed-subject = “{ $campaign }” goes on
mail-campaign-resumed-happened = What was looked into about “{ $campaign }” is settled, and its clock runs again.
mail-campaign-resumed-next = Its deadline has moved by the time it stood still, to { $until }. If you pledged, your pledge counts as before. While a change of a patent is open that those who pledged are asked about, no new pledges are taken.
mail-campaign-resumed-link = See the campaign
mail-campaign-closing-early-subject = “{ $campaign }” is to end early
mail-campaign-closing-early-happened = “{ $campaign }” has reached its goal and is to end early, on { $until }.
mail-campaign-closing-early-next = You may take your pledge back until 48 hours before that. If the goal is no longer reached then, the campaign goes on until its first deadline.
mail-campaign-closing-early-link = See your pledges
mail-sheet-changed-subject = New key information about “{ $campaign }”
mail-sheet-changed-happened = The key investment information sheet of “{ $campaign }” was changed; version { $number } is the one that counts now.
mail-sheet-changed-next = Please read what changed before you decide anything further.
mail-sheet-changed-link = See the campaign
mail-ip-claim-raised-subject = A third party claims rights against “{ $campaign }”
mail-ip-claim-raised-happened = Somebody says that “{ $campaign }” takes something that is theirs. A reviewer found that worth a question, so the campaign stands still until it is decided on.
mail-ip-claim-raised-next = Read the claim and answer it before { $until }. If there is no answer by then, the campaign is ended and nobody is charged. If the claim turns out to be wrong, the deadline moves by the time the campaign stood still.
mail-ip-claim-raised-link = Read the claim and answer
mail-ip-claim-over-subject = A claim against “{ $campaign }” is over
mail-ip-claim-over-happened = { $way ->
    [withdrawn] The claim against “{ $campaign }” was taken back.
   *[rejected] A reviewer looked into the claim against “{ $campaign }” and found it wrong.
}
mail-ip-claim-over-next = If nothing else stops the campaign, it goes on, and its deadline has moved by the time it stood still.
mail-ip-claim-over-link = See the claim
mail-own-paused-subject = Your campaign “{ $campaign }” stands still
mail-own-paused-happened = Our staff have stopped “{ $campaign }” while they look into something.
mail-own-paused-next = No pledges are taken and nobody is charged meanwhile; those there are stay. When it goes on, its deadline moves by the time it stood still. We write to you if we need something.
mail-own-paused-link = See the campaign
mail-own-resumed-subject = Your campaign “{ $campaign }” goes on
mail-own-resumed-happened = Our staff have let “{ $campaign }” go on.
mail-own-resumed-next = Its deadline has moved by the time it stood still, to { $until }. While a change of a patent is open that those who pledged are asked about, no new pledges are taken.
mail-own-resumed-link = See the campaign
mail-own-launch-waits-subject = Your campaign “{ $campaign }” cannot go live yet
mail-own-launch-waits-happened = { $way ->
    [unproven] The moment of your campaign “{ $campaign }” has come, but the register tells of another owner of one of its patents than before.
    [gone] The moment of your campaign “{ $campaign }” has come, but one of its patents has ended since it was approved.
   *[refused] The moment of your campaign “{ $campaign }” has come, but a rule of the law it raises money under says no.
}
mail-own-launch-waits-next = { $way ->
    [unproven] Hand in the document that shows your right to it. The campaign goes live by itself once a reviewer has accepted it.
    [gone] If the register is wrong or the right is restored, the campaign goes live by itself. Otherwise cancel it and begin another.
   *[refused] Try to launch it from its page: what is missing is named there. The campaign goes live by itself once it is there.
}
mail-own-launch-waits-link = See the campaign
mail-own-suspended-subject = Your campaign “{ $campaign }” was ended
mail-own-suspended-happened = The platform has ended “{ $campaign }”.
mail-own-suspended-next = Nobody is charged, and the pledges are released. If a claim of a third party was the cause, it stands with the reviewer’s note among the claims of the campaign.
mail-own-suspended-link = See the campaign
mail-ip-claim-told-subject = Your claim against “{ $campaign }”
mail-ip-claim-told-happened = { $way ->
    [taken_up] A reviewer is looking into your claim against “{ $campaign }”. The campaign stands still, and its founder is asked.
    [dismissed] A reviewer looked at your claim against “{ $campaign }” and found nothing to look into.
    [upheld] Your claim against “{ $campaign }” was upheld, and the campaign ended.
    [moot] “{ $campaign }” has ended otherwise, so your claim needs no decision any more.
   *[rejected] Your claim against “{ $campaign }” was looked into and found wrong. If nothing else stops the campaign, it goes on.
}
mail-ip-claim-told-next = What was decided and why stands with your claims. Asserting your right before a court is not affected by it.
mail-ip-claim-told-link = See your claims

mail-account-locked-subject = Your account was locked
mail-account-locked-happened = An administrator locked your account. All sign-ins and tokens have ended, and nobody can sign in with it until it is unlocked. Your pledges and campaigns go on.
mail-account-locked-next = If you think this is wrong, answer this mail or write to us.
mail-account-locked-link = Read how to reach us

mail-account-unlocked-subject = Your account was unlocked
mail-account-unlocked-happened = An administrator unlocked your account. You can sign in again.
mail-account-unlocked-next = Look whether your sign-ins and tokens are as you know them.
mail-account-unlocked-link = See how your account is entered

mail-role-given-subject = You were given a role of staff
mail-role-given-happened = Two administrators gave your account another role of staff. It counts from now on.
mail-role-given-next = If you did not expect this, write to us. A second factor protects what the role lets you do.
mail-role-given-link = See how your account is entered

mail-role-taken-subject = A role was taken from you
mail-role-taken-happened = An administrator took a role from your account. It no longer counts.
mail-role-taken-next = If you did not expect this, write to us.
mail-role-taken-link = See how your account is entered

mail-role-requested-subject = A role waits for a second administrator
mail-role-requested-happened = An administrator asked that somebody be given a role of staff. Another administrator must approve it within seven days.
mail-role-requested-next = Look at who is to have which role and why, and approve or refuse it.
mail-role-requested-link = See the requests

mail-export-ready-subject = Your data can be fetched
mail-export-ready-happened = Everything we keep about you is ready as one file, with what you uploaded.
mail-export-ready-next = Fetch it by { $until } on the page of your data; after that it is removed, and you can ask for another.
mail-export-ready-link = See your data

mail-erasure-asked-subject = Your account is to be erased
mail-erasure-asked-happened = You, or somebody who is signed in as you, asked that your account be erased. It will be on { $until }.
mail-erasure-asked-next = Until then you can sign in and keep it. If it was not you, sign in, keep the account, and choose another password.
mail-erasure-asked-link = Keep the account

mail-erasure-held-subject = Your account cannot be erased yet
mail-erasure-held-happened = The erasure of your account is due, but something of yours is not settled yet: a pledge, a campaign, money on its way.
mail-erasure-held-next = What it is, and what to do about it, stands on the page of your data. We look again every day and erase the account as soon as nothing stands in the way.
mail-erasure-held-link = See what stands in the way

letter-erased-subject = Your account is erased
letter-erased-happened = This is the last mail to you: your account is erased now, with your name, your address, your sign-ins, what you followed and uploaded. What concerns money stays in the books under a pseudonym, as the law asks for.
letter-erased-next = You need do nothing. With this address you can make a new account at any time; it will know nothing of this one.
letter-erased-link = How to write to us
letter-erased-why = It came because you asked for the erasure. It is sent by a machine; please do not answer it.

erased-person = Deleted person
erased-text = (This text was erased with its author's account.)
