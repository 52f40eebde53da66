using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Pages;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>Writes responses of our own. Each may depend on cookie and Accept, and none may be stored.</summary>
internal static class OwnResponse
{
    private const string Vary = "Cookie, Accept";
    private const string VaryWithSession = Vary + ", " + SessionHeader.Name + ", " + IdempotencyKey.HeaderName;

    /// <summary>Leads a browser on, which goes there by GET.</summary>
    public static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return EmptyAsync(context, PressedButton.IsPost(context.Request) ? StatusCodes.Status303SeeOther : StatusCodes.Status302Found);
    }

    public static Task EmptyAsync(HttpContext context, int status)
    {
        Prepare(context, status);
        return OutputCache.CloseEmptyAsync(context.Response);
    }

    public static Task ProblemAsync(HttpContext context, PaymentProblem problem)
    {
        Prepare(context, problem.Status);
        return WriteAsync(context, problem, PaymentProblemJson.Default.PaymentProblem, PaymentProblem.MediaType);
    }

    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        Prepare(context, StatusCodes.Status200OK);
        return WriteAsync(context, value, type, "application/json; charset=utf-8");
    }

    public static async Task PageAsync(HttpContext context, int status, PageContent page)
    {
        Prepare(context, status);
        await context.RequestServices.GetRequiredService<PageWriter>().WriteAsync(context, page);

        // A page of the site's own may have written nothing.
        await OutputCache.CloseEmptyAsync(context.Response);
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, string mediaType) =>
        WholeBody.WriteAsync(context, mediaType, JsonSerializer.SerializeToUtf8Bytes(value, type)).AsTask();

    private static void Prepare(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Append(HeaderNames.Vary, SessionCarriers.IsInHeaders(context.Request) ? VaryWithSession : Vary);
        Action<IHeaderDictionary> seal = CrossOrigin.IsFor(context.Request) ? ForbidStoringAndExpose : CacheHeaders.ForbidStoring;
        seal(context.Response.Headers);
        SealedHeaders.Apply(context.Response, seal);
        OutputCache.Forbid(context);
    }

    private static void ForbidStoringAndExpose(IHeaderDictionary headers)
    {
        CacheHeaders.ForbidStoring(headers);
        CrossOrigin.Expose(headers, CrossOrigin.OwnHeaders);
    }
}
