using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable CA1822 // Actions of controllers are members.

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>An application with every kind of thing that can be sold. The bare one is the same without a paywall.</summary>
internal static class Shop
{
    /// <summary>Begins every content that is sold.</summary>
    public const string Sold = "This is what you paid for";

    /// <summary>Begins every content that is free.</summary>
    public const string Free = "This is given to everybody";

    /// <summary>What a hub says to who may connect.</summary>
    public const string Connected = "connectionToken";

    /// <summary>What is sold, by kind: routing comes late, so that rewriters may stand on both sides of the paywall.</summary>
    public static IReadOnlyList<Example> Examples =>
    [
        new("pattern", "/essays/kiss-bread"),
        new("pattern, below", "/essays/kiss-bread/notes"),
        new("pattern with a query value", "/issue?id=7"),
        new("complex segment", "/files/kiss.pdf"),
        new("catch-all", "/premium/a/b"),
        new("static file", "/media/sick.txt"),
        new("guarded endpoint", "/report"),
        new("guarded endpoint with a value", "/books/risk"),
        new("action of a controller", "/actions/sold"),
        new("short-circuit endpoint with a guard", "/short"),
        new("group", "/group/page"),
        new("alias, rewritten before the paywall", "/alias-before"),
        new("alias, rewritten after the paywall", "/alias-after"),
        new("below a path base, pattern", "/app/essays/kiss-bread"),
        new("below a path base, guarded endpoint", "/app/report"),
        new("hub", "/hub/negotiate?negotiateVersion=1", "POST", Connected),
        new("WebSocket", "/socket"),
    ];

    public static IReadOnlyList<Example> FreeExamples =>
        [new("root", "/"), new("endpoint", "/free"), new("static file", "/open/kiss.txt"), new("below a path base", "/app/free"), new("free action", "/actions/free")];

    public static Task<Listening> OpenAsync() => Listening.StartAsync(Configure, app => Build(app, hasPaywall: true), Files());

    public static Task<Listening> OpenBareAsync() => Listening.StartAsync(AddServices, app => Build(app, hasPaywall: false), Files());

    public static void Name(PaywallAuditOptions options, IEnumerable<Example> sold, IEnumerable<Example> free)
    {
        foreach (var example in sold)
            options.Sold.Add(example.Path, example.Marker, example.Method);
        foreach (var example in free)
            options.Free.Add(example.Path);
    }

    /// <summary>Sells an endpoint, unless the application is the bare one.</summary>
    public static void Sell<TBuilder>(this TBuilder builder, bool hasPaywall)
        where TBuilder : IEndpointConventionBuilder
    {
        if (hasPaywall)
            builder.RequireTalerPayment("KUDOS:1");
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        AddServices(builder);
        builder.Services.AddTalerSandbox();
        builder.Services.AddTalerPaywall(options =>
        {
            foreach (var pattern in new[] { "/essays/{slug}/{**rest}", "/files/{name}.pdf", "/premium/{**rest}", "/media/{**rest}", "/socket" })
                options.Resources.Add(new TalerPaywallResource { Pattern = pattern, Price = "KUDOS:0.5" });
            options.Resources.Add(new TalerPaywallResource { Pattern = "/issue", Price = "KUDOS:0.5", Name = "issue:{id}", Query = { "id" } });
        });
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddControllers().AddApplicationPart(typeof(ActionsController).Assembly);
        builder.Services.AddSignalR();
    }

    private static void Build(WebApplication app, bool hasPaywall)
    {
        app.UsePathBase("/app");
        app.UseWebSockets();
        app.UseRewriter(new RewriteOptions().AddRewrite("^alias-before$", "premium/alias", skipRemainingRules: true));
        if (hasPaywall)
            app.UseTalerPaywall();
        app.UseHttpMethodOverride();
        app.UseRewriter(new RewriteOptions().AddRewrite("^alias-after$", "report", skipRemainingRules: true));
        app.UseStaticFiles();
        app.UseRouting();
        app.MapGet("/", () => Free + " at the root");
        app.Map("/free", () => Free);
        app.Map("/essays/{slug}", (string slug) => $"{Sold}: {slug}");
        app.Map("/essays/{slug}/notes", (string slug) => $"{Sold}: notes on {slug}");
        app.MapGet("/issue", (string? id) => $"{Sold}: {id}");
        app.MapGet("/files/{name}.pdf", (string name) => Results.Bytes(Encoding.UTF8.GetBytes($"{Sold}: {name}"), enableRangeProcessing: true, lastModified: DateTimeOffset.UnixEpoch));
        app.Map("/premium/{**rest}", (string? rest) => $"{Sold}: {rest}");
        app.Map("/report", () => $"{Sold}: the report").Sell(hasPaywall);
        app.MapGet("/books/{name}", (string name) => $"{Sold}: {name}").Sell(hasPaywall);
        app.Map("/short", () => $"{Sold} in short").ShortCircuit().Sell(hasPaywall);
        app.Map("/socket", AcceptAsync);
        var group = app.MapGroup("/group");
        group.MapGet("/page", () => $"{Sold}: a page of the group");
        group.Sell(hasPaywall);
        app.MapControllers();
        app.MapHub<NewsHub>("/hub").Sell(hasPaywall);
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync(Sold);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(Sold), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    }

    private static string Files()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "shop-files");
        foreach (var (path, text) in new[] { ("media/sick.txt", Sold), ("open/kiss.txt", Free) })
        {
            var file = new FileInfo(Path.Combine(folder, path));
            file.Directory!.Create();
            if (!file.Exists)
                File.WriteAllText(file.FullName, text);
        }
        return folder;
    }
}

/// <summary>Something to ask for.</summary>
internal sealed record Example(string Kind, string Path, string Method = "GET", string Marker = Shop.Sold);

public sealed class ActionsController : ControllerBase
{
    [Route("/actions/sold")]
    [RequireTalerPayment("KUDOS:1")]
    public IActionResult Sold() => Content(Shop.Sold);

    [Route("/actions/free")]
    public IActionResult Free() => Content(Shop.Free);
}

public sealed class NewsHub : Hub;
