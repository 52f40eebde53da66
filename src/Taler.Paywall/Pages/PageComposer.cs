using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Taler.Paywall.Pages;

/// <summary>Makes a page for one visitor: in his language, with the site's look.</summary>
internal sealed class PageComposer(IOptionsMonitor<TalerPaywallOptions> options, CurrencyBook currencies, Teasers teasers)
{
    private const int NonceLength = 16;
    private const string WalletUrl = "https://wallet.taler.net/";

    private static readonly Markup NoIndex = Markup.Of($"<meta name=\"robots\" content=\"noindex\">\n");

    public async Task<TalerPage> ComposeAsync(HttpContext context, PageContent content)
    {
        var site = options.CurrentValue.Pages;
        var language = PageLanguages.Of(context);
        var texts = new PageTexts(language);
        var nonce = RandomNumberGenerator.GetHexString(NonceLength * 2, lowercase: true);
        var (offer, pay) = (content.Offer, content.Pay);
        var amount = (offer?.Price ?? content.Amount) is { } sum ? PriceText.Of(sum, currencies.Find(sum.Currency), language.Culture) : null;
        var isIndexable = offer is not null && site.Indexable;
        var siteTitle = site.Title is { } title && PlainText.Clean(title) is { Length: > 0 } clean ? clean : null;
        return new TalerPage
        {
            Kind = content.Kind,
            Language = language.Tag,
            Culture = language.Culture,
            IsRightToLeft = language.IsRightToLeft,
            Title = texts.Fill(content.Heading, content.Summary),
            Paragraphs = [.. content.Paragraphs.Select(text => texts.Fill(text, content.Summary, amount))],
            Hints = offer is null ? [] : [texts[PageText.NewPurchase]],
            Price = offer is null ? null : amount,
            Resource = offer,
            Links = [.. content.Links.Select(link => new TalerPageLink(texts[link.Text], link.Target))],
            Button = content.Button is { } button ? new TalerPageLink(texts[button.Text], button.Target) : null,
            GetWallet = offer is null ? null : new TalerPageLink(texts[PageText.GetWallet], WalletUrl),
            PayUri = pay?.PayUri,
            QrCode = pay is null ? null : Markup.Of($"<div class=\"code\" role=\"img\" aria-label=\"{texts[PageText.PayCode]}\">{pay.QrCode}</div>").ToHtmlString(),
            QrCodeText = pay is null ? null : texts[PageText.PayScan],
            Watch = pay is null ? null : Watch(pay, texts, nonce).ToHtmlString(),
            Head = Markup.Join([
                isIndexable ? StructuredData.Of(offer!, texts[content.Paragraphs[0]], siteTitle, nonce) : NoIndex,
                pay is null ? null : Refresh(pay),
            ]).ToHtmlString(),
            IsIndexable = isIndexable,
            Teaser = offer is null ? null : await teasers.MakeAsync(context, offer),
            SiteTitle = siteTitle,
            Stylesheet = Address(context, site.Stylesheet),
            Logo = Address(context, site.Logo),
            Nonce = nonce,
        };
    }

    private static Markup Watch(PayParts pay, PageTexts texts, string nonce) => Markup.Of($"""
        <p id="taler-watch" role="status" hidden data-url="{pay.WaitUrl}" data-claimed="{texts[PageText.PayClaimed]}" data-paid="{texts[PageText.PayPaid]}" data-stopped="{texts[PageText.PayStopped]}">{texts[PageText.PayWaiting]}</p>
        <script nonce="{nonce}">{Markup.Code(pay.Script)}</script>

        """);

    /// <summary>The number comes first and is ours, and the address is a path, so no part of it is taken for something else.</summary>
    private static Markup Refresh(PayParts pay) => Markup.Of(
        $"<noscript><meta http-equiv=\"refresh\" content=\"{pay.RefreshSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)};url={pay.PaidUrl}\"></noscript>\n");

    private static string? Address(HttpContext context, string? setting) =>
        string.IsNullOrEmpty(setting) ? null : setting is ['/', ..] ? context.Request.PathBase.ToUriComponent() + setting : setting;
}
