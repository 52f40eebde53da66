using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Taler.Paywall.Responses;

/// <summary>ASP.NET's output cache, if it stands before the paywall. It ignores headers.</summary>
internal static class OutputCache
{
    public static void Forbid(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
            cache.Context.AllowCacheStorage = false;
    }

    /// <summary>
    /// Sends a response without a body at once. The output cache decides at the first byte; where there is none, it decides after its
    /// policies had another word, and one of them may allow what was forbidden.
    /// </summary>
    public static Task CloseEmptyAsync(HttpResponse response)
    {
        if (response.HasStarted || response.HttpContext.Features.Get<IOutputCacheFeature>() is null)
            return Task.CompletedTask;
        Forbid(response.HttpContext);
        if (response.ContentLength is null && !HttpMethods.IsHead(response.HttpContext.Request.Method) && MayHaveBody(response.StatusCode))
            response.ContentLength = 0;
        return response.StartAsync();
    }

    private static bool MayHaveBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
