using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Responses;

/// <summary>
/// Keeps a paid response out of every shared cache, wherever the cache stands. ASP.NET's output cache is told so before the handler runs,
/// because it ignores headers. Everything else reads headers, and they are put right at each write until they are sent: response caching
/// decides at the first one, before any OnStarting callback.
/// </summary>
internal static class CacheProtection
{
    private static readonly string[] EdgeHeaders = ["CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Control"];

    public static void Apply(HttpContext context)
    {
        ForbidOutputCache(context);
        var response = context.Response;
        response.OnStarting(static state => RewriteAsync((HttpResponse)state), response);
        context.Features.Set<IHttpResponseBodyFeature>(
            new ProtectedResponseBody(response, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
    }

    public static void ForbidOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } outputCache)
            outputCache.Context.AllowCacheStorage = false;
    }

    /// <summary>Makes the headers say <c>private</c>, unless they are sent already.</summary>
    public static void Rewrite(HttpResponse response)
    {
        if (response.HasStarted)
            return;
        var headers = response.Headers;
        headers.CacheControl = Private(headers.CacheControl);
        if (!VariesByCookie(headers.Vary))
            headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
        foreach (var name in EdgeHeaders)
            headers.Remove(name);
    }

    private static StringValues Private(StringValues value)
    {
        if (StringValues.IsNullOrEmpty(value))
            return "private";
        var kept = string.Join(',', value.OfType<string>()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(directive => !IsShared(directive));
        return string.Join(", ", kept.Prepend("private"));
    }

    /// <summary>Directives for shared caches; <c>private</c> too, since it may be limited to some fields and is put in front again.</summary>
    private static bool IsShared(string directive)
    {
        var name = directive.Split('=', 2)[0].TrimEnd();
        return name.Equals("public", StringComparison.OrdinalIgnoreCase)
            || name.Equals("private", StringComparison.OrdinalIgnoreCase)
            || name.Equals("s-maxage", StringComparison.OrdinalIgnoreCase)
            || name.Equals("proxy-revalidate", StringComparison.OrdinalIgnoreCase);
    }

    private static bool VariesByCookie(StringValues vary)
    {
        foreach (var line in vary)
        {
            if (line is not null && (line.Contains("cookie", StringComparison.OrdinalIgnoreCase) || line.Contains('*', StringComparison.Ordinal)))
                return true;
        }
        return false;
    }

    private static Task RewriteAsync(HttpResponse response)
    {
        Rewrite(response);
        return Task.CompletedTask;
    }
}
