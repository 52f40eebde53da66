using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>Routing comes before everything else, as in an application that does not call <c>UseRouting</c>. What nothing serves goes to a fallback that is sold.</summary>
internal sealed class RoutingFirst : ShopOf
{
    public static readonly string Assets = ManifestOf("kiss.txt", Asset("assets/kiss.txt", "assets/kiss.txt"));

    /// <summary>As a build writes it: a name for ever, the same with a fingerprint, and a packed copy that has a name of its own.</summary>
    private static readonly string Media = ManifestOf(
        "sick.txt",
        Asset("media/sick.txt", "media/sick.txt"),
        Asset("media/sick.txt", "media/sick.txt.gz", isChosenByCoding: true),
        Asset("media/sick.txt.gz", "media/sick.txt.gz"),
        Asset("media/sick.f00ba4.txt", "media/sick.txt"));

    public override IReadOnlyList<Example> Sold =>
    [
        new("pattern", "/essays/kiss-bread"),
        new("short-circuit endpoint under a pattern", "/essays/fast"),
        new("short-circuit endpoint with a guard", "/short"),
        new("guarded endpoint", "/report"),
        new("static asset, by its endpoint", "/assets/kiss.txt"),
        new("static asset, by a pattern", "/media/sick.txt"),
        new("static asset with a fingerprint, by a pattern", "/media/sick.f00ba4.txt"),
        new("packed copy of a static asset, by a pattern", "/media/sick.txt.gz"),
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
    private static string ManifestOf(string name, params JsonObject[] assets)
    {
        var file = Path.Combine(AppContext.BaseDirectory, name + ".staticwebassets.endpoints.json");
        File.WriteAllText(file, new JsonObject { ["Version"] = 1, ["ManifestType"] = "Publish", ["Endpoints"] = new JsonArray(assets) }.ToJsonString());
        return file;
    }

    private static JsonObject Asset(string route, string file, bool isChosenByCoding = false)
    {
        var headers = new JsonArray(
            Header("Content-Length", $"{new FileInfo(Path.Combine(Shop.Files, file)).Length}"),
            Header("Content-Type", "text/plain"),
            Header("Cache-Control", "max-age=31536000, immutable, public"),
            Header("ETag", $"\"{file.Length}\""),
            Header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"));
        if (file.EndsWith(".gz", StringComparison.Ordinal))
            headers.Add((JsonNode)Header("Content-Encoding", "gzip"));
        return new JsonObject
        {
            ["Route"] = route,
            ["AssetFile"] = file,
            ["Selectors"] = isChosenByCoding ? new JsonArray(new JsonObject { ["Name"] = "Content-Encoding", ["Value"] = "gzip", ["Quality"] = "0.5" }) : [],
            ["ResponseHeaders"] = headers,
            ["EndpointProperties"] = new JsonArray(),
        };
    }

    private static JsonObject Header(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
