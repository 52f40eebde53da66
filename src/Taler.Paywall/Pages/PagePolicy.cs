namespace Taler.Paywall.Pages;

/// <summary>
/// The content security policy of a page: what is on it, and nothing else. It does not name form-action, because browsers apply that to redirects
/// too, and a button leads on to the backend's page.
/// </summary>
internal static class PagePolicy
{
    /// <summary>For a page of the site's own, where the site has no policy: no other site may lay it under a visitor's click.</summary>
    public const string OfReplaced = "frame-ancestors 'self'";

    public static string Of(TalerPage page, PageLook look)
    {
        var nonce = $"'nonce-{page.Nonce}'";
        string?[] directives =
        [
            "default-src 'none'",
            Directive("style-src", nonce, look.Stylesheet?.Source),
            page.IsIndexable || page.Pay is not null ? Directive("script-src", nonce) : null,
            page.Pay is null ? null : Directive("connect-src", "'self'"),
            Directive("img-src", look.Logo?.Source, look.Stylesheet?.Source, page.Sale?.Teaser is null ? null : "'self'"),
            Directive("font-src", look.Stylesheet?.Source),
            "base-uri 'none'",
            "frame-ancestors 'self'",
        ];
        return string.Join("; ", directives.OfType<string>());
    }

    private static string? Directive(string name, params string?[] sources) => sources.OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } known
        ? name + " " + string.Join(' ', known)
        : null;
}
