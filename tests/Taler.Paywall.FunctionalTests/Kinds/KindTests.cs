using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>What tests of one kind of endpoint need: a shop that sells endpoints only, and a visitor who buys.</summary>
public abstract class KindTests(SandboxFixture sandbox)
{
    protected SandboxFixture Sandbox => sandbox;

    protected Task<Shop> OpenAsync(Action<WebApplication> build, Action<WebApplicationBuilder>? configure = null) => Shop.OpenAsync(
        Shop.SettingsWithoutResources(sandbox.BaseUrl),
        builder =>
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(KindTests).Assembly);
            configure?.Invoke(builder);
        },
        build);

    protected async Task ExpectSoldAsync(string path, Action<WebApplication> build, Action<WebApplicationBuilder>? configure = null)
    {
        await using var shop = await OpenAsync(build, configure);
        await ExpectSoldAsync(shop, path);
    }

    protected async Task ExpectSoldAsync(Shop shop, string path)
    {
        using var visitor = new Visitor(shop, sandbox.Control);

        await visitor.ExpectAsync(HttpStatusCode.Found, path);
        Assert.Equal("paid", (await visitor.BuyAsync(path)).Outcome);

        Assert.Equal(Shop.Paid, await visitor.ReadAsync(path));
    }

    protected async Task ExpectFreeAsync(Shop shop, string path)
    {
        using var visitor = new Visitor(shop, sandbox.Control);

        Assert.Equal(Shop.Paid, await visitor.ReadAsync(path));
    }
}
