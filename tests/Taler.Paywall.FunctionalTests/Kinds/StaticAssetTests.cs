using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>Files that <c>MapStaticAssets</c> serves are endpoints, listed in a manifest that a build writes.</summary>
public sealed class StaticAssetTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private DirectoryInfo _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("taler-paywall-assets-");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "essays", "maps"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "essays", "maps", "book.txt"), Shop.Paid);
        await File.WriteAllTextAsync(Manifest, new JsonObject
        {
            ["Version"] = 1,
            ["ManifestType"] = "Publish",
            ["Endpoints"] = new JsonArray(Asset("essays/maps/book.txt"), Asset("essays/maps/book.abc123.txt", "essays/maps/book.txt"), Asset("essays/maps/book.txt.gz")),
        }.ToJsonString(JsonSerializerOptions.Web));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("/essays/maps/book.txt")]
    [InlineData("/essays/maps/book.abc123.txt")]
    public Task They_are_sold_by_the_fluent_form(string path) => ExpectSoldAsync(
        path,
        app => app.MapStaticAssets(Manifest).RequireTalerPayment("KUDOS:3"),
        Serve);

    [Theory]
    [InlineData("/essays/maps/book.txt")]
    [InlineData("/essays/maps/book.abc123.txt")]
    public async Task They_are_sold_by_a_pattern(string path)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(Sandbox.BaseUrl), Serve, app =>
        {
            app.UseTalerPaywall();
            app.MapStaticAssets(Manifest);
        });

        await ExpectSoldAsync(shop, path);
    }

    [Theory]
    [InlineData("/essays/maps/book.txt")]
    [InlineData("/essays/maps/book.abc123.txt")]
    [InlineData("/essays/maps/book.txt.gz")]
    public async Task One_purchase_of_a_file_opens_all_its_names(string path)
    {
        var settings = Shop.SettingsWithoutResources(Sandbox.BaseUrl);
        settings["TalerPaywall:Resources:0:Pattern"] = "/essays/maps/book.txt";
        settings["TalerPaywall:Resources:0:Price"] = "KUDOS:1";
        await using var shop = await Shop.OpenAsync(settings, Serve, app =>
        {
            app.UseTalerPaywall();
            app.MapStaticAssets(Manifest);
        });
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.Found, path);

        await visitor.BuyAsync("/essays/maps/book.txt");

        Assert.Equal(Shop.Paid, await visitor.ReadAsync(path));
    }

    [Fact]
    public async Task A_compressed_copy_that_a_file_server_finds_is_sold_with_its_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "essays", "maps", "book.txt.gz"), "the same, compressed");
        var settings = Shop.SettingsWithoutResources(Sandbox.BaseUrl);
        settings["TalerPaywall:Resources:0:Pattern"] = "/essays/maps/{name}.txt";
        settings["TalerPaywall:Resources:0:Price"] = "KUDOS:1";
        await using var shop = await Shop.OpenAsync(settings, Serve, app =>
        {
            app.UseTalerPaywall();
            app.UseStaticFiles();
        });
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps/book.txt.gz");

        await visitor.BuyAsync("/essays/maps/book.txt");

        Assert.Equal("the same, compressed", await visitor.ReadAsync("/essays/maps/book.txt.gz"));
    }

    [Fact]
    public async Task They_are_free_where_nothing_sells_them()
    {
        await using var shop = await OpenAsync(app => app.MapStaticAssets(Manifest), Serve);
        shop.AllowLog(line => line.Event is "NothingSold");

        await ExpectFreeAsync(shop, "/essays/maps/book.txt");
    }

    private string Manifest => Path.Combine(_folder.FullName, "shop.staticwebassets.endpoints.json");

    private void Serve(WebApplicationBuilder builder) => builder.Environment.WebRootFileProvider = new PhysicalFileProvider(_folder.FullName);

    private static JsonObject Asset(string route, string? label = null) => new()
    {
        ["Route"] = route,
        ["AssetFile"] = "essays/maps/book.txt",
        ["Selectors"] = new JsonArray(),
        ["ResponseHeaders"] = new JsonArray(
            Header("Content-Length", "27"),
            Header("Content-Type", "text/plain"),
            Header("Cache-Control", "max-age=31536000, immutable, public"),
            Header("ETag", "\"abc123\""),
            Header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")),
        ["EndpointProperties"] = label is null ? [] : new JsonArray(Header("fingerprint", "abc123"), Header("label", label)),
    };

    private static JsonObject Header(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
