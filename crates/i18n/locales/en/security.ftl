# How an account is entered: confirming the address, a new password.
## Confirming the address
confirm-email-title = Confirm your e-mail address
confirm-email-ask = Press the button to confirm that this address is yours.
confirm-email-button = Confirm the address
confirm-email-done = Your e-mail address is confirmed. You can launch campaigns and be paid.
confirm-email-waiting = We sent a link to { $email }. It works once, within an hour. Look among unwanted mail, too.
confirm-email-sent = Another mail is on its way to { $email }.
confirm-email-again = Send the mail again
confirm-email-sign-in = Sign in to have another mail sent.
confirm-email-banner = Your e-mail address is not confirmed yet: open the link in the mail we sent. Until then you can pledge, but not launch a campaign or be paid.
confirm-email-go-on = Go on
## A new password
forgot-password-link = Forgotten your password?
forgot-password-title = Choose a new password
forgot-password-what = Write the address of your account. If there is one, we send a link to it.
forgot-password-button = Send the link
forgot-password-sent = If there is an account with { $email }, a mail with a link is on its way to it. The link works once, within an hour.
forgot-password-nothing = No mail after some minutes? Look among unwanted mail, and check that this is the address you signed up with.
reset-password-title = Choose a new password
reset-password-new = New password
reset-password-button = Set the new password
reset-password-ends = This ends all your sign-ins, on every device. If your account asks for a code when you sign in, it still does.
reset-password-done = Your password is changed and all sign-ins have ended. Sign in with the new one.
reset-password-another = Ask for another link
## Proving to be there
confirm-identity-title = Is it still you?
confirm-identity-why = What you are about to do concerns money or rights, and it is some time since you showed that it is you.
confirm-identity-button = Confirm
confirm-identity-again = Then you are led back to where you were; if you were sending a form, send it once more.
confirm-identity-kept = If you were sending a form, what you typed is kept: after this you can send it at once.
confirm-identity-send-title = It is you. Send it now?
confirm-identity-send-why = What you typed was kept and nothing has been done yet. Send it now, or go back and change it.
confirm-identity-send-button = Send it now
confirm-identity-send-back = Back, without sending
## The second factor, at signing in
sign-in-code-title = Enter your code
sign-in-code-anew = Begin again with the password
security-code = Code
security-code-hint = Six digits from your authenticator. Lost it? Use one of your recovery codes.
## How one’s account is entered
security-title = Account security
security-back = Back without a second factor
security-email-confirmed = Confirmed { $at }
security-email-open = Not confirmed yet
security-factor = Second factor
security-factor-what = With a second factor, a stolen password alone opens nothing: you enter six digits from a program on your telephone, too.
security-factor-begin = Set up an authenticator
security-factor-on = Since { $at } your account asks for a code besides the password.
security-factor-remove = Remove the second factor
security-factor-remove-means = A sign-in then asks for the password alone.
security-factor-off-done = The second factor is removed.
security-factor-title = Set up an authenticator
security-factor-scan = Scan the picture with your authenticator, then enter the six digits it shows.
security-factor-picture = QR code for your authenticator
security-factor-type = Or type this secret into it:
security-factor-code = Six digits
security-factor-confirm = Turn on
security-codes-title = Your recovery codes
security-codes-keep = Each of these codes replaces your authenticator once, if you lose it. They are shown this one time: print them, or keep them in a password manager.
security-codes-kept = I have kept them
security-codes-left = { $count ->
    [one] One recovery code is left.
   *[other] { $n } recovery codes are left.
}
security-codes-renew = Make other recovery codes
security-codes-discard = The recovery codes until now are worth nothing then.
security-password-current = Present password
security-password-ends = This ends all your other sign-ins.
security-password-done = Your password is changed; your other sign-ins have ended.
security-sessions = Sign-ins
security-session-unnamed = A device without a name
security-session-current = this one
security-session-times = Since { $made }, last used { $used }
security-session-end = End this sign-in
security-session-done = The sign-in has ended.
security-session-network = From the network { $network }.
security-others-end = End all other sign-ins
security-others-tokens = The tokens of programs, too
security-others-done = All your other sign-ins have ended.
security-email-new = Another e-mail address
security-email-hold = We write to both addresses. The change waits for three days unless the operator chose otherwise, and the present address can take it back until then.
security-email-change = Change the address
security-email-asked = Two mails are on their way: open the link in the one to the new address.
security-email-kept = Your address stays as it is.
security-email-waits = From { $until } on your address is { $email }.
security-email-unconfirmed = Your address is to be { $email }: open the link in the mail we sent there, before { $until }.
security-email-withdraw = Keep the present address
## A change of the address, by the links that were mailed
email-change-title = Confirm your new e-mail address
email-change-ask = Press the button to confirm that this address is yours.
email-change-button = Confirm the new address
email-change-done = The address of your account is { $email } now. Sign in with it from now on.
email-change-waits = Confirmed. From { $until } on the address of your account is { $email }.
email-change-go-on = How my account is entered
email-keep-title = Keep your e-mail address
email-keep-ask = Press the button if it was not you who asked for another address. Your address stays as it is, and all sign-ins to your account end.
email-keep-button = Keep the address, end all sign-ins
email-keep-done = Your address stays as it is, and all sign-ins have ended. Whoever asked for the change knows your password: choose a new one now.
## Tokens of programs
tokens-title = Tokens for programs
tokens-what = With a token a program acts for you, for a part of what you may do. It never does what asks for a proof: money paid out, roles, how your account is entered.
tokens-open = See or make tokens
tokens-list = Your tokens
tokens-none = You have none.
tokens-made = This is the token. It is shown this one time: copy it to where your program reads it.
tokens-revoked = The token has ended.
tokens-ends = Ends { $at }.
tokens-used = Last used { $at }.
tokens-unused = Never used.
tokens-revoke = Revoke
tokens-make = Make a token
tokens-name = What is it for?
tokens-name-hint = A name by which you know it again.
tokens-scopes = What may it do?
tokens-scopes-hint = Every token may read what you see as investor and founder.
tokens-days = For how long?
tokens-day-count = { $count ->
    [one] One day
   *[other] { $n } days
}
token-scope-read = Read
token-scope-pledge = Pledge, follow and ask questions in my name
token-scope-manage = Write my projects, campaigns and updates
