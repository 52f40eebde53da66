using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>A page as a browser has it, held to what is true of every page of the paywall.</summary>
internal sealed class ShownPage
{
    private ShownPage(HttpResponseMessage response, IHtmlDocument document, string html) => (Response, Document, Html) = (response, document, html);

    public HttpResponseMessage Response { get; }

    public IHtmlDocument Document { get; }

    public string Html { get; }

    public string Policy => string.Join(", ", Response.Headers.GetValues("Content-Security-Policy"));

    public string Text => Document.Body!.TextContent;

    public string Heading => Document.QuerySelector("h1")!.TextContent;

    /// <summary>Opens a page as a person who reads a language.</summary>
    public static async Task<ShownPage> OpenAsync(Browser browser, string url, string? languages = null, string? referer = null)
    {
        using var response = await browser.SendAsync(HttpMethod.Get, url, request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            if (languages is not null)
                request.Headers.TryAddWithoutValidation("Accept-Language", languages);
            if (referer is not null)
                request.Headers.Referrer = new Uri(referer);
        });
        return await ReadAsync(response);
    }

    public static async Task<ShownPage> ReadAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return new ShownPage(response, await new HtmlParser().ParseDocumentAsync(html), html);
    }

    /// <summary>What holds for every page of ours in every language.</summary>
    public ShownPage AssertOurs(string language, HttpStatusCode status = HttpStatusCode.PaymentRequired)
    {
        Assert.Equal(status, Response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", Response.Content.Headers.ContentType!.ToString());
        Assert.Equal([language], Response.Content.Headers.ContentLanguage);
        Assert.Superset(new HashSet<string> { "Cookie", "Accept", "Accept-Language" }, Response.Headers.Vary.ToHashSet());
        Assert.True(Response.Headers.CacheControl!.NoStore);

        Assert.StartsWith("<!DOCTYPE html>\n", Html, StringComparison.Ordinal);
        var root = Document.DocumentElement;
        Assert.Equal((language, language == "ar" ? "rtl" : "ltr"), (root.GetAttribute("lang"), root.GetAttribute("dir")));
        Assert.Single(Document.QuerySelectorAll("h1"));
        Assert.Single(Document.QuerySelectorAll("body > main"));
        Assert.Single(Document.QuerySelectorAll("meta[name=viewport]"));
        Assert.StartsWith(Heading, Document.Title!.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal), StringComparison.Ordinal);
        AssertNothingInline();
        return this;
    }

    /// <summary>Every style and script bears the nonce of the policy, which allows nothing by any other way.</summary>
    private void AssertNothingInline()
    {
        var code = Document.QuerySelectorAll("style, script");
        var nonce = Assert.Single(code.Select(element => element.GetAttribute("nonce")!).Distinct());
        Assert.True(nonce.Length >= 22, "128 bits are 22 letters at least.");
        Assert.StartsWith($"default-src 'none'; style-src 'nonce-{nonce}'", Policy, StringComparison.Ordinal);
        Assert.EndsWith("; base-uri 'none'; frame-ancestors 'self'", Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Policy, StringComparison.Ordinal);
        Assert.Equal(Document.QuerySelector("script") is not null, Policy.Contains($"script-src 'nonce-{nonce}'", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Document.All.SelectMany(element => element.Attributes),
            attribute => attribute.Name == "style" || attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
    }
}
