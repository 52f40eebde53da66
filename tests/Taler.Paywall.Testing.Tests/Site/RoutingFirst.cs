using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>Routing comes before everything else, as in an application that does not call <c>UseRouting</c>. What nothing serves goes to a fallback that is sold.</summary>
internal sealed class RoutingFirst : ShopOf
{
    public static readonly string Assets = ManifestOf("assets/kiss.txt");
    private static readonly string Media = ManifestOf("media/sick.txt");

    public override IReadOnlyList<Example> Sold =>
    [
        new("pattern", "/essays/kiss-bread"),
        new("short-circuit endpoint under a pattern", "/essays/fast"),
        new("short-circuit endpoint with a guard", "/short"),
        new("guarded endpoint", "/report"),
        new("static asset, by its endpoint", "/assets/kiss.txt"),
        new("static asset, by a pattern", "/media/sick.txt"),
        new("fallback", "/anything/kiss"),
        new("action of a controller", "/actions/sold"),
    ];

    public override IReadOnlyList<Example> Free =>
        [new("endpoint", "/free"), new("free endpoint under a pattern", "/essays/teaser"), new("static file", "/open/kiss.txt")];

    protected override void AddPaywall(IServiceCollection services) => Shop.AddPaywall(services, "/essays/{slug}/{**rest}", "/media/{**rest}");

    protected override void Build(WebApplication app, bool hasPaywall)
    {
        if (hasPaywall)
            app.UseTalerPaywall();
        // Not the folder of the assets: whoever serves a file by two doors must sell it at both.
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(Shop.Files, "open")), RequestPath = "/open" });
        app.Map("/free", () => Shop.Free);
        app.Map("/essays/{slug}", (string slug) => $"{Shop.Sold}: {slug}");
        var teaser = app.Map("/essays/teaser", () => Shop.Free);
        if (hasPaywall)
            teaser.DisableTalerPaywall();
        app.Map("/essays/fast", () => $"{Shop.Sold} at once").ShortCircuit();
        app.Map("/short", () => $"{Shop.Sold} in short").ShortCircuit().Sell(hasPaywall);
        app.Map("/report", () => $"{Shop.Sold}: the report").Sell(hasPaywall);
        app.MapStaticAssets(Assets).Sell(hasPaywall);
        app.MapStaticAssets(Media);
        app.MapControllers();
        app.MapFallback(() => $"{Shop.Sold} as a fallback").Sell(hasPaywall);
    }

    /// <summary>The list of assets that a build writes.</summary>
    private static string ManifestOf(string asset)
    {
        var file = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(asset) + ".staticwebassets.endpoints.json");
        File.WriteAllText(file, new JsonObject
        {
            ["Version"] = 1,
            ["ManifestType"] = "Publish",
            ["Endpoints"] = new JsonArray(new JsonObject
            {
                ["Route"] = asset,
                ["AssetFile"] = asset,
                ["Selectors"] = new JsonArray(),
                ["ResponseHeaders"] = new JsonArray(
                    Header("Content-Length", $"{Shop.Sold.Length}"),
                    Header("Content-Type", "text/plain"),
                    Header("Cache-Control", "max-age=31536000, immutable, public"),
                    Header("ETag", "\"1\""),
                    Header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")),
                ["EndpointProperties"] = new JsonArray(),
            }),
        }.ToJsonString());
        return file;
    }

    private static JsonObject Header(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
