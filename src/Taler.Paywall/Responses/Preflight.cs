using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Responses;

/// <summary>
/// Passes a CORS preflight on, so that CORS further down the pipeline can answer it. Nothing else comes back: an endpoint that
/// takes every method would give away what it sells.
/// </summary>
internal static class Preflight
{
    public static Task PassAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => KeepCorsAsync((HttpResponse)state), context.Response);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        return next(context);
    }

    /// <summary>What a handler says in headers may be worth as much as its body: a link to a download, a cookie.</summary>
    private static Task KeepCorsAsync(HttpResponse response)
    {
        foreach (var name in response.Headers.Keys.Where(name => !IsCors(name)).ToList())
            response.Headers.Remove(name);
        return Task.CompletedTask;
    }

    private static bool IsCors(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.Allow, StringComparison.OrdinalIgnoreCase);
}
