using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;

namespace Taler.Paywall.Pages;

/// <summary>Makes a page for one visitor: in his language, with the site's look.</summary>
internal sealed class PageComposer(CurrencyBook currencies, Teasers teasers)
{
    private const int NonceLength = 16;
    private const string WalletUrl = "https://wallet.taler.net/";

    public async Task<TalerPage> ComposeAsync(HttpContext context, PageContent content, PageLook look)
    {
        var language = PageLanguages.Of(context);
        var texts = new PageTexts(language);
        var nonce = RandomNumberGenerator.GetHexString(NonceLength * 2, lowercase: true);
        var amount = content.Amount is { } sum ? Write(sum, language) : null;
        var offer = content.Offer;
        var isIndexable = offer is not null && look.IsIndexable;
        return new TalerPage
        {
            Kind = content.Kind,
            Language = language.Tag,
            Culture = language.Culture,
            IsRightToLeft = language.IsRightToLeft,
            Heading = texts.Fill(content.Heading, content.Summary),
            Paragraphs = [.. content.Paragraphs.Select(text => texts.Fill(text, content.Summary, amount))],
            Links = [.. content.Links.Select(link => Link(link, texts))],
            Button = content.Button is { } button ? Link(button, texts) : null,
            Hints = offer is null ? [] : [texts[PageText.NewPurchase]],
            Sale = offer is null ? null : await SaleAsync(context, offer, language, texts),
            Pay = content.Pay is { } pay ? Pay(pay, texts, nonce) : null,
            Head = PageElements.Head(isIndexable ? offer : null, texts[content.Paragraphs[0]], look.SiteName, content.Pay, nonce).ToHtmlString(),
            IsIndexable = isIndexable,
            SiteName = look.SiteName,
            Stylesheet = look.Stylesheet?.For(context.Request),
            Logo = look.Logo?.For(context.Request),
            Nonce = nonce,
        };
    }

    private async Task<TalerPageSale> SaleAsync(HttpContext context, TalerResource offer, PageLanguage language, PageTexts texts) => new()
    {
        Resource = offer,
        Price = Write(offer.Price, language),
        Teaser = await teasers.MakeAsync(context, offer),
        GetWallet = new TalerPageLink(texts[PageText.GetWallet], WalletUrl),
    };

    private static TalerPagePay Pay(PayParts pay, PageTexts texts, string nonce) => new()
    {
        PayUri = pay.PayUri,
        QrCode = PageElements.QrCode(pay, texts).ToHtmlString(),
        QrCodeText = texts[PageText.PayScan],
        Watch = PageElements.Watch(pay, texts, nonce).ToHtmlString(),
    };

    private static TalerPageLink Link(PageContentLink link, PageTexts texts) => new(texts[link.Text], link.Target);

    private string Write(Amount amount, PageLanguage language) => PriceText.Of(amount, currencies.FindAndRefresh(amount.Currency), language.Culture);
}
