using Microsoft.AspNetCore.Html;

namespace Taler.Paywall.Pages;

/// <summary>What only the pay page has. The package Taler.Paywall.PayPage makes it.</summary>
/// <param name="PayUri">The pay URI of the order.</param>
/// <param name="QrCode">The pay URI as an <c>svg</c> element without styles and scripts.</param>
/// <param name="Script">
/// Watches the payment. It finds the element with the ID <c>taler-watch</c>, takes its attribute <c>hidden</c> away, reads <c>data-url</c> (where to
/// ask), <c>data-paid-url</c> (where to go if there is no session), <c>data-claimed</c>, <c>data-paid</c> and <c>data-stopped</c> (what to say then),
/// and writes into it: screen readers hear that.
/// </param>
/// <param name="WaitUrl">Where the script asks.</param>
/// <param name="PaidUrl">The link "I have paid", which a browser without JavaScript also asks for by itself.</param>
/// <param name="TestPageUrl">The payment page of a backend for tests, where nobody has a wallet; null for a real one.</param>
/// <param name="RefreshSeconds">How often it does that.</param>
internal sealed record PayParts(string PayUri, IHtmlContent QrCode, Markup Script, string WaitUrl, string PaidUrl, string? TestPageUrl, int RefreshSeconds);
