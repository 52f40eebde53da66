using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace EssayShop.Tests;

/// <summary>A page as it arrived.</summary>
public sealed record Page(Uri Url, HttpStatusCode Status, IHtmlDocument Document, string? ContentSecurityPolicy)
{
    public string Title => Document.Title ?? "";

    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public string Text => Document.Body!.TextContent;

    public static async Task<Page> ReadAsync(Uri url, HttpResponseMessage response)
    {
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        response.Headers.TryGetValues("Content-Security-Policy", out var policies);
        return new Page(url, response.StatusCode, document, policies?.Single());
    }

    public bool HasButton(string text) => Buttons(text).Any();

    public IElement Button(string text) => Assert.Single(Buttons(text));

    public bool HasLink(string text) => Links(text).Any();

    public Uri Link(string text) => new(Url, Assert.Single(Links(text)).GetAttribute("href")!);

    private IEnumerable<IElement> Buttons(string text) => Document.QuerySelectorAll("form button").Where(button => Starts(button, text));

    private IEnumerable<IElement> Links(string text) => Document.QuerySelectorAll("main a[href]").Where(link => Starts(link, text));

    private static bool Starts(IElement element, string text) => element.TextContent.Trim().StartsWith(text, StringComparison.Ordinal);
}
