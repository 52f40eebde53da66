namespace Taler.Paywall.Pages;

/// <summary>
/// The content security policy of a page: what is on it, and nothing else. It does not name form-action, because browsers apply that to redirects
/// too, and a button leads on to the backend's page.
/// </summary>
internal static class PagePolicy
{
    public static string Of(TalerPage page)
    {
        var nonce = $"'nonce-{page.Nonce}'";
        string?[] images = [Origin(page.Logo), Origin(page.Stylesheet), page.Teaser is null ? null : "'self'"];
        string?[] directives =
        [
            "default-src 'none'",
            Directive("style-src", nonce, Origin(page.Stylesheet)),
            page.IsIndexable || page.Watch is not null ? Directive("script-src", nonce) : null,
            page.Watch is null ? null : Directive("connect-src", "'self'"),
            Directive("img-src", images),
            Directive("font-src", Origin(page.Stylesheet)),
            "base-uri 'none'",
            "frame-ancestors 'self'",
        ];
        return string.Join("; ", directives.OfType<string>());
    }

    private static string? Directive(string name, params string?[] sources) => sources.OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } known
        ? name + " " + string.Join(' ', known)
        : null;

    /// <summary>Where an address leads, as the policy writes it. The settings have been checked, so a host holds nothing that ends a directive.</summary>
    private static string? Origin(string? address) => address switch
    {
        null => null,
        ['/', ..] => "'self'",
        _ => new Uri(address).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
    };
}
