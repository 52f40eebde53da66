using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Responses;

/// <summary>
/// Passes a CORS preflight on, so that CORS further down the pipeline can answer it. Nothing comes back but the status and the headers of CORS: an
/// endpoint that takes every method would give away what it sells.
/// </summary>
internal static class Preflight
{
    public static async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        response.OnStarting(static state => KeepCorsAsync((HttpResponse)state), response);
        Mute(context.Features);
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(body);
        }

        // An output cache in front looks at the headers when this returns.
        KeepCors(response.Headers);
        await OutputCache.CloseEmptyAsync(response);
    }

    /// <summary>Takes away every way to speak but by status and headers.</summary>
    private static void Mute(IFeatureCollection features)
    {
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpResponseTrailersFeature>(null);
        features.Set<IHttpUpgradeFeature>(null);
        features.Set<IHttpExtendedConnectFeature>(null);
    }

    private static Task KeepCorsAsync(HttpResponse response)
    {
        KeepCors(response.Headers);
        return Task.CompletedTask;
    }

    /// <summary>What a handler says in headers may be worth as much as its body: a link to a download, a cookie.</summary>
    private static void KeepCors(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(name => !IsCors(name)).ToList())
            headers.Remove(name);
    }

    private static bool IsCors(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.Allow, StringComparison.OrdinalIgnoreCase);
}
