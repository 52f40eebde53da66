namespace Taler.Paywall.Pages;

/// <summary>The HTML of every page that no one has replaced.</summary>
internal static class PageHtml
{
    private static readonly Markup Style = Markup.Code(PageStyle.Css);
    private static readonly Markup First = Markup.Of($" class=\"first\"");

    public static byte[] Utf8Of(TalerPage page) => Markup.Utf8Of($"""
        <!DOCTYPE html>
        <html lang="{page.Language}" dir="{(page.IsRightToLeft ? "rtl" : "ltr")}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{page.Heading}{(page.SiteName is { } site ? " · " + PlainText.Isolate(site) : null)}</title>
        {page.Head}<style nonce="{page.Nonce}">{Style}</style>
        {Stylesheet(page)}</head>
        <body class="taler-page">
        {Header(page)}<main>
        <h1>{Markup.Text(page.Heading)}</h1>
        {Teaser(page)}{Price(page)}{Paragraphs(page.Paragraphs)}{Links(page.Links.Take(1), "action first")}{Code(page)}{page.Pay?.Watch}{Links(page.Links.Skip(1), "action")}{Button(page)}{Hints(page)}</main>
        </body>
        </html>

        """);

    private static Markup? Stylesheet(TalerPage page) =>
        page.Stylesheet is { } url ? Markup.Of($"<link rel=\"stylesheet\" href=\"{url}\">\n") : null;

    private static Markup? Header(TalerPage page) => page switch
    {
        { Logo: { } url } => Markup.Of($"<header><img src=\"{url}\" alt=\"{page.SiteName}\"></header>\n"),
        { SiteName: { } name } => Markup.Of($"<header><bdi>{name}</bdi></header>\n"),
        _ => null,
    };

    private static Markup? Price(TalerPage page) =>
        page.Sale is { Price: var price } ? Markup.Of($"<p class=\"price\"><bdi>{price}</bdi></p>\n") : null;

    private static Markup Paragraphs(IEnumerable<string> paragraphs) =>
        Markup.Join(paragraphs.Select(paragraph => Markup.Of($"<p>{Markup.Text(paragraph)}</p>\n")));

    private static Markup? Teaser(TalerPage page) =>
        page.Sale?.Teaser is { } teaser ? Markup.Of($"<div class=\"teaser\">{teaser}</div>\n") : null;

    private static Markup Links(IEnumerable<TalerPageLink> links, string look) =>
        Markup.Join(links.Select(link => Markup.Of($"<p class=\"{look}\"><a href=\"{link.Target}\">{Markup.Text(link.Text)}</a></p>\n")));

    private static Markup? Button(TalerPage page) => page.Button is { } button
        ? Markup.Of($"<form method=\"post\" action=\"{button.Target}\"><button{(page.Links.Count == 0 ? First : null)}>{Markup.Text(button.Text)}</button></form>\n")
        : null;

    private static Markup? Code(TalerPage page) =>
        page.Pay is { } pay ? Markup.Of($"<figure><figcaption>{pay.QrCodeText}</figcaption>{pay.QrCode}</figure>\n") : null;

    private static Markup Hints(TalerPage page) => Markup.Join(
        page.Hints.Select(hint => Markup.Of($"<p class=\"hint\">{Markup.Text(hint)}</p>\n"))
            .Append(page.Sale is { GetWallet: var link } ? Markup.Of($"<p class=\"hint\"><a href=\"{link.Target}\">{link.Text}</a></p>\n") : null));
}
