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
    public static async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        response.OnStarting(static state => KeepCorsAsync((HttpResponse)state), response);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(context);

        // An output cache in front looks at the headers when this returns.
        KeepCors(response.Headers);
        context.Features.Set(body);
        await OutputCache.CloseEmptyAsync(response);
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
