using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>
/// A response that was paid for, and that no shared cache may hand to others, wherever the cache stands. ASP.NET's output cache asks nobody
/// but its own switch; it is set before the handler runs and again before the first byte. All other caches read headers, and those are put
/// right at each write until they are sent: response caching decides at the first one, before any OnStarting callback. Caches behind the
/// paywall have taken their copy by then, so the session comes in here too: theirs is taken out, and the client's own goes back.
/// </summary>
internal sealed class PaidResponse(HttpResponse response, TalerSharedCaches caches, SessionCarrier carrier, string cookieName)
{
    /// <summary>Serves a response by calling <paramref name="next"/>.</summary>
    public static Task ServeAsync(HttpContext context, TalerSharedCaches caches, SessionCarrier carrier, string cookieName, RequestDelegate next)
    {
        var paid = new PaidResponse(context.Response, caches, carrier, cookieName);
        OutputCache.Forbid(context);
        SealedHeaders.Apply(context.Response, paid.SetHeaders);
        context.Features.Set<IHttpResponseBodyFeature>(new ProtectedResponseBody(paid, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
        var served = next(context);
        return served.IsCompletedSuccessfully ? paid.EndAsync() : paid.EndAsync(served);
    }

    /// <summary>Puts right the session and what caches go by, unless the headers are sent already.</summary>
    public void Protect()
    {
        if (response.HasStarted)
            return;
        OutputCache.Forbid(response.HttpContext);
        SetHeaders(response.Headers);
    }

    private void SetHeaders(IHeaderDictionary headers)
    {
        ReturnedSession.PutRight(response.HttpContext, headers, cookieName);
        SetCacheHeaders(headers);
    }

    private void SetCacheHeaders(IHeaderDictionary headers)
    {
        if (carrier is not SessionCarrier.Cookie)
            SetHeadersBySession(headers);
        else if (caches is TalerSharedCaches.VaryByCookie)
            CacheHeaders.LetVaryByCookie(headers);
        else
            CacheHeaders.MakePrivate(headers);
    }

    private void SetHeadersBySession(IHeaderDictionary headers)
    {
        CacheHeaders.MakePrivateBySession(headers);
        if (CrossOrigin.IsFor(response.HttpContext.Request) && headers.ContainsKey(SessionHeader.Name))
            CrossOrigin.Expose(headers, CrossOrigin.ServedHeaders);
    }

    private async Task EndAsync(Task served)
    {
        await served;
        await EndAsync();
    }

    /// <summary>A response without a body has met no write, and a cache in front looks at it now.</summary>
    private Task EndAsync()
    {
        if (response.HasStarted)
            return Task.CompletedTask;
        if (response.StatusCode < StatusCodes.Status400BadRequest)
        {
            Protect();
            return OutputCache.CloseEmptyAsync(response);
        }

        // An error without a body is left for UseStatusCodePages to fill, maybe from behind a cache: so without the session yet.
        OutputCache.Forbid(response.HttpContext);
        SetCacheHeaders(response.Headers);
        return Task.CompletedTask;
    }
}
