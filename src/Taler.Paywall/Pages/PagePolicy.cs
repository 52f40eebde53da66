using System.Text;

namespace Taler.Paywall.Pages;

/// <summary>
/// The content security policy of a page: what is on it, and nothing else. It does not name form-action, because browsers apply that to redirects
/// too, and a button leads on to the backend's page.
/// </summary>
internal static class PagePolicy
{
    private const string Frames = "frame-ancestors 'self'";

    /// <summary>For a page of the site's own, where the site has no policy: no other site may lay it under a visitor's click.</summary>
    public const string OfReplaced = Frames;

    /// <summary>What most policies fit into.</summary>
    private const int Capacity = 256;

    public static string Of(TalerPage page, PageLook look)
    {
        var nonce = $"'nonce-{page.Nonce}'";
        var policy = new StringBuilder("default-src 'none'", Capacity);
        Add(policy, "style-src", nonce, look.Stylesheet?.Source);
        Add(policy, "script-src", page.IsIndexable || page.Pay is not null ? nonce : null);
        Add(policy, "connect-src", page.Pay is null ? null : "'self'");
        Add(policy, "img-src", look.Logo?.Source, look.Stylesheet?.Source, page.Sale?.Teaser is null ? null : "'self'");
        Add(policy, "font-src", look.Stylesheet?.Source);
        return policy.Append("; base-uri 'none'; ").Append(Frames).ToString();
    }

    /// <summary>Adds a directive, with each source once; none for no source.</summary>
    private static void Add(StringBuilder policy, string directive, params ReadOnlySpan<string?> sources)
    {
        var isFirst = true;
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i] is null || sources[..i].Contains(sources[i]))
                continue;
            if (isFirst)
                policy.Append("; ").Append(directive);
            policy.Append(' ').Append(sources[i]);
            isFirst = false;
        }
    }
}
