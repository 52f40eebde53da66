using System.Globalization;

namespace Taler.Paywall.Pages;

/// <summary>The HTML that stands ready in each <see cref="TalerPage"/>, so that a page of the site's own takes it over as it is.</summary>
internal static class PageElements
{
    private static readonly Markup NoIndex = Markup.Of($"<meta name=\"robots\" content=\"noindex\">\n");

    /// <param name="indexed">What search engines may know to be for sale; null if they shall not keep the page.</param>
    /// <param name="description">What the page says of it.</param>
    /// <param name="siteName">The name of the site, if it has one.</param>
    /// <param name="pay">What only the pay page has.</param>
    /// <param name="nonce">The nonce of the response.</param>
    public static Markup Head(TalerResource? indexed, string description, string? siteName, PayParts? pay, string nonce) => Markup.Join([
        indexed is null ? NoIndex : StructuredData.Of(indexed, description, siteName, nonce),
        pay is null ? null : Refresh(pay),
    ]);

    public static Markup QrCode(PayParts pay, PageTexts texts) =>
        Markup.Of($"<div class=\"code\" role=\"img\" aria-label=\"{texts[PageText.PayCode]}\">{pay.QrCode}</div>");

    public static Markup Watch(PayParts pay, PageTexts texts, string nonce) => Markup.Of($"""
        <p id="taler-watch" role="status" hidden data-url="{pay.WaitUrl}" data-paid-url="{pay.PaidUrl}" data-claimed="{texts[PageText.PayClaimed]}" data-paid="{texts[PageText.PayPaid]}" data-stopped="{texts[PageText.PayStopped]}">{texts[PageText.PayWaiting]}</p>
        <script nonce="{nonce}">{pay.Script}</script>

        """);

    /// <summary>The number comes first and is ours, and the address is a path, so no part of it is taken for something else.</summary>
    private static Markup Refresh(PayParts pay) => Markup.Of(
        $"<noscript><meta http-equiv=\"refresh\" content=\"{pay.RefreshSeconds.ToString(CultureInfo.InvariantCulture)};url={pay.PaidUrl}\"></noscript>\n");
}
