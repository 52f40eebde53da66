using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;

namespace EssayShop.Tests;

/// <summary>What holds for every page: it names its language and itself, it needs no inline code, and its policy allows all that it shows.</summary>
internal static class WellMade
{
    public static async Task AssertAsync(Browser browser)
    {
        var page = browser.Page;
        Assert.False(string.IsNullOrEmpty(page.Document.DocumentElement.GetAttribute("lang")), $"{page.Url} names no language");
        Assert.False(string.IsNullOrWhiteSpace(page.Title), $"{page.Url} has no title");
        Assert.Single(page.Document.QuerySelectorAll("h1"));
        Assert.All(page.Document.QuerySelectorAll("img"), image => Assert.False(string.IsNullOrWhiteSpace(image.GetAttribute("alt"))));

        Assert.NotNull(page.ContentSecurityPolicy);
        AssertNothingInline(page);
        await AssertAllowedAndThereAsync(browser, "link[rel=stylesheet]", "href", "style-src", "style");
        await AssertAllowedAndThereAsync(browser, "link[rel=icon]", "href", "img-src", "image");
        await AssertAllowedAndThereAsync(browser, "img", "src", "img-src", "image");
        await AssertAllowedAndThereAsync(browser, "svg use", "href", "img-src", "image");
        await AssertAllowedAndThereAsync(browser, "script[src]", "src", "script-src", "script");
    }

    /// <summary>A style may stand in the page if the policy names its hash or its nonce; nothing else may.</summary>
    private static void AssertNothingInline(Page page)
    {
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src])"));
        Assert.All(page.Document.QuerySelectorAll("style"), style =>
            Assert.Contains(SourceOf(style), Directive(page, "style-src"), StringComparison.Ordinal));
        Assert.Empty(page.Document.All.SelectMany(element => element.Attributes)
            .Where(attribute => attribute.Name == "style" || attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
            .Select(attribute => $"{page.Url}: {attribute.Name}={attribute.Value}"));
    }

    private static string SourceOf(IElement style) => style.GetAttribute("nonce") is { Length: >= 22 } nonce
        ? $"'nonce-{nonce}'"
        : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.TextContent)))}'";

    private static async Task AssertAllowedAndThereAsync(Browser browser, string selector, string attribute, string directive, string kind)
    {
        var page = browser.Page;
        foreach (var reference in page.Document.QuerySelectorAll(selector).Select(element => element.GetAttribute(attribute)!))
        {
            Assert.Equal(page.Url.Authority, new Uri(page.Url, reference).Authority);
            Assert.Contains("'self'", Directive(page, directive), StringComparison.Ordinal);
            using var response = await browser.LoadAsync(reference, kind);
            Assert.True(response.StatusCode is HttpStatusCode.OK, $"{page.Url} refers to {reference}, which answers {response.StatusCode}");
        }
    }

    private static string Directive(Page page, string name)
    {
        var directives = page.ContentSecurityPolicy!.Split(';', StringSplitOptions.TrimEntries);
        return directives.FirstOrDefault(directive => directive.StartsWith(name + " ", StringComparison.Ordinal))
            ?? directives.Single(directive => directive.StartsWith("default-src ", StringComparison.Ordinal));
    }
}
