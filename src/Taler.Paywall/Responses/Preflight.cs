using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Taler.Paywall.Responses;

/// <summary>
/// Passes a CORS preflight on, so that CORS further down the pipeline can answer it. No body comes back: an endpoint that takes every method
/// would give away what it sells.
/// </summary>
internal static class Preflight
{
    public static Task PassAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => DropLengthAsync((HttpResponse)state), context.Response);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        return next(context);
    }

    private static Task DropLengthAsync(HttpResponse response)
    {
        response.ContentLength = null;
        return Task.CompletedTask;
    }
}
