using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>Routing comes after everything else, so that a path base, rewriters and files stand on both sides of the paywall.</summary>
internal sealed class RoutingLast : ShopOf
{
    public override IReadOnlyList<Example> Sold =>
    [
        new("pattern", "/essays/kiss-bread"),
        new("pattern, below", "/essays/kiss-bread/notes"),
        new("pattern with a query value", "/issue?id=7"),
        new("pattern for one method", "/answers/kiss", "POST"),
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
        new("hub", "/hub/negotiate?negotiateVersion=1", "POST", Shop.Connected),
        new("WebSocket", "/socket"),
    ];

    public override IReadOnlyList<Example> Free =>
        [new("root", "/"), new("endpoint", "/free"), new("static file", "/open/kiss.txt"), new("below a path base", "/app/free"), new("free action", "/actions/free"), new("free path below a pattern", "/premium/free")];

    protected override void AddPaywall(IServiceCollection services)
    {
        Shop.AddPaywall(services, "/essays/{slug}/{**rest}", "/files/{name}.pdf", "/premium/{**rest}", "/media/{**rest}", "/socket");
        services.Configure<TalerPaywallOptions>(options =>
        {
            options.Resources.Add(new TalerPaywallResource { Pattern = "/issue", Price = "KUDOS:0.5", Name = "issue:{id}", Query = { "id" } });
            options.Resources.Add(new TalerPaywallResource { Pattern = "/answers/{id}", Price = "KUDOS:0.5", Methods = { HttpMethods.Post } });
            options.FreePaths.Add("/premium/free");
        });
    }

    protected override void Build(WebApplication app, bool hasPaywall)
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
        app.MapGet("/", () => Shop.Free + " at the root");
        app.Map("/free", () => Shop.Free);
        app.Map("/essays/{slug}", (string slug) => $"{Shop.Sold}: {slug}");
        app.Map("/essays/{slug}/notes", (string slug) => $"{Shop.Sold}: notes on {slug}");
        app.MapGet("/issue", (string? id) => $"{Shop.Sold}: {id}");
        app.MapGet("/answers/{id}", () => Shop.Free);
        app.MapPost("/answers/{id}", (string id) => $"{Shop.Sold}: {id}");
        app.MapGet("/files/{name}.pdf", (string name) => Results.Bytes(Encoding.UTF8.GetBytes($"{Shop.Sold}: {name}"), enableRangeProcessing: true, lastModified: DateTimeOffset.UnixEpoch));
        app.Map("/premium/free", () => Shop.Free);
        app.Map("/premium/{**rest}", (string? rest) => $"{Shop.Sold}: {rest}");
        app.Map("/report", () => $"{Shop.Sold}: the report").Sell(hasPaywall);
        app.MapGet("/books/{name}", (string name) => $"{Shop.Sold}: {name}").Sell(hasPaywall);
        app.Map("/short", () => $"{Shop.Sold} in short").ShortCircuit().Sell(hasPaywall);
        app.Map("/socket", AcceptAsync);
        var group = app.MapGroup("/group");
        group.MapGet("/page", () => $"{Shop.Sold}: a page of the group");
        group.Sell(hasPaywall);
        app.MapControllers();
        app.MapHub<NewsHub>("/hub").Sell(hasPaywall);
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync(Shop.Sold);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(Shop.Sold), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    }
}
