using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>What caches read in a response, put right. Doing it again changes nothing.</summary>
internal static class CacheHeaders
{
    /// <summary>Headers that one kind of shared cache believes more than Cache-Control.</summary>
    private static readonly string[] EdgeHeaders =
    [
        "CDN-Cache-Control", "Akamai-Cache-Control", "Cloudflare-CDN-Cache-Control", "Netlify-CDN-Cache-Control", "Vercel-CDN-Cache-Control",
        "Edge-Control", "Surrogate-Control", "X-Accel-Expires", "X-LiteSpeed-Cache-Control",
    ];

    /// <summary>Directives for shared caches; <c>private</c> too, since it may be limited to some fields and is put in front again.</summary>
    private static readonly string[] SharedDirectives = ["public", "private", "s-maxage", "proxy-revalidate"];

    /// <summary>For a paid response that no shared cache may keep.</summary>
    public static void MakePrivate(IHeaderDictionary headers)
    {
        headers.CacheControl = Private(headers.CacheControl);
        RemoveEdgeHeaders(headers);
        VaryByCookie(headers);
    }

    /// <summary>
    /// For a paid response to a client whose session is not in the cookie. No shared cache tells such clients apart, and the client's own
    /// must not hand to one session what another has paid.
    /// </summary>
    public static void MakePrivateBySession(IHeaderDictionary headers)
    {
        MakePrivate(headers);
        VaryBy(headers, SessionHeader.Name);
        VaryBy(headers, IdempotencyKey.HeaderName);
    }

    /// <summary>For a paid response that caches may keep which tell visitors apart. A new cookie is for one visitor all the same.</summary>
    public static void LetVaryByCookie(IHeaderDictionary headers)
    {
        if (headers.ContainsKey(HeaderNames.SetCookie))
            MakePrivate(headers);
        else
            VaryByCookie(headers);
    }

    /// <summary>For a response of our own.</summary>
    public static void ForbidStoring(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        RemoveEdgeHeaders(headers);
        VaryByCookie(headers);
    }

    private static void VaryByCookie(IHeaderDictionary headers) => VaryBy(headers, HeaderNames.Cookie);

    private static void VaryBy(IHeaderDictionary headers, string name)
    {
        if (!HeaderList.Contains(headers.Vary, name) && !HeaderList.Contains(headers.Vary, "*"))
            headers.Append(HeaderNames.Vary, name);
    }

    private static StringValues Private(StringValues value)
    {
        if (StringValues.IsNullOrEmpty(value) || value == "private")
            return "private";
        var kept = string.Join(',', value.OfType<string>()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(directive => !SharedDirectives.Contains(directive.Split('=', 2)[0].TrimEnd(), StringComparer.OrdinalIgnoreCase));
        return string.Join(", ", kept.Prepend("private"));
    }

    private static void RemoveEdgeHeaders(IHeaderDictionary headers)
    {
        foreach (var name in EdgeHeaders)
            headers.Remove(name);
    }
}
