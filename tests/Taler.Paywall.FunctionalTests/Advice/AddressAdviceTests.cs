using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>The addresses of the site and of the merchant backend.</summary>
public sealed class AddressAdviceTests
{
    private const string Site = "TalerPaywall:PublicBaseUrl";
    private const string Backend = "TalerPaywall:Merchant:BaseUrl";
    private const string PublicBackend = "TalerPaywall:Merchant:PublicBaseUrl";

    [Fact]
    public async Task No_public_base_url_in_Production()
    {
        await AdvisedShop.ExpectAsync("NoPublicBaseUrl", change: Set(Site, null));
        await AdvisedShop.ExpectNoneAsync(change: Set(Site, null), environment: "Development");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task No_public_base_url_behind_a_proxy(string environment)
    {
        Action<WebApplication> build = app => app.UseForwardedHeaders().UseTalerPaywall();

        await AdvisedShop.ExpectAsync("NoPublicBaseUrlBehindProxy", build, Set(Site, null), environment: environment);
        await AdvisedShop.ExpectAsync("NoPublicBaseUrlBehindProxy", change: Set(Site, null) + Set("ForwardedHeaders_Enabled", "true"), environment: environment);
        await AdvisedShop.ExpectNoneAsync(build, environment: environment);
        await AdvisedShop.ExpectNoneAsync(change: Set("ForwardedHeaders_Enabled", "true"), environment: environment);
    }

    [Theory]
    [InlineData("http://shop.example/", true)]
    [InlineData("http://localhost:5080/", false)]
    [InlineData("http://shop1234.onion/", false)]
    public async Task A_site_without_encryption(string url, bool isMistake)
    {
        if (isMistake)
            Assert.Contains(url, await AdvisedShop.ExpectAsync("InsecurePublicBaseUrl", change: Set(Site, url)), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: Set(Site, url));
        await AdvisedShop.ExpectNoneAsync(change: Set(Site, url), environment: "Development");
    }

    [Fact]
    public async Task A_payment_page_that_only_this_machine_can_reach()
    {
        var backend = Set(Backend, "http://127.0.0.1:9966/instances/shop/");

        await AdvisedShop.ExpectAsync("BackendOnLoopback", change: backend);
        await AdvisedShop.ExpectNoneAsync(change: backend + Set(PublicBackend, "https://pay.example/instances/shop/"));
        await AdvisedShop.ExpectNoneAsync(change: backend + Set(Site, "http://localhost:5080/"));
        await AdvisedShop.ExpectNoneAsync(change: backend, environment: "Development");
    }

    private static Action<Dictionary<string, string?>> Set(string key, string? value) => settings => settings[key] = value;
}
