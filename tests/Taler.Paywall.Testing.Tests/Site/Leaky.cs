using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>An application behind a gate that somebody wrote in a hurry.</summary>
internal static class Leaky
{
    public const string Path = "/essays/kiss";

    /// <summary>Opens the application.</summary>
    /// <param name="isGated">The gate: what it says of a request.</param>
    /// <param name="before">What stands before the gate.</param>
    /// <param name="after">What stands after it.</param>
    public static Task<Listening> OpenAsync(Func<HttpContext, bool> isGated, Action<WebApplication>? before = null, Action<WebApplication>? after = null) =>
        Listening.StartAsync(builder => builder.Services.AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache())), app =>
        {
            before?.Invoke(app);
            app.Use((context, next) => isGated(context) ? Shop.AskToPay(context) : next(context));
            app.UseWebSockets();
            after?.Invoke(app);
            app.UseRouting();
            app.MapGet("/", () => Shop.Free);
            app.MapGet("/free", () => Shop.Free);
            app.MapMethods("/essays/{slug}", ["GET", "HEAD", "POST", "OPTIONS"], Serve);
        });

    private static IResult Serve(string slug) => slug.Equals("kiss", StringComparison.OrdinalIgnoreCase)
        ? Results.Bytes(Encoding.UTF8.GetBytes(Shop.Sold), "text/plain", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue("\"1\""))
        : Results.NotFound();

    /// <summary>What a careful gate says: any reading of the path.</summary>
    public static bool IsSold(HttpContext context) => Uri.UnescapeDataString(context.Request.Path.Value!).Contains("kiss", StringComparison.OrdinalIgnoreCase);
}
