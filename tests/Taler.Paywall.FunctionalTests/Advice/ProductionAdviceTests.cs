using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Internal;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>What is fine while one tries things out, and not in Production.</summary>
public sealed class ProductionAdviceTests
{
    [Fact]
    public async Task Keys_of_a_provider_that_forgets_them()
    {
        await AdvisedShop.ExpectAsync("KeysInMemory", keys: new EphemeralDataProtectionProvider());
        await AdvisedShop.ExpectNoneAsync(keys: new EphemeralDataProtectionProvider(), environment: "Development");
    }

    [Fact]
    public async Task Keys_that_a_process_without_a_home_keeps_in_memory()
    {
        await AdvisedShop.ExpectAsync("KeysInMemory", configure: builder => builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = InMemory()));
        await AdvisedShop.ExpectAsync("KeysInMemory", configure: builder =>
        {
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = null);
            builder.Services.AddSingleton<IKeyManager>(services =>
            {
                var options = services.GetRequiredService<IOptionsFactory<KeyManagementOptions>>().Create(Options.DefaultName);
                options.XmlRepository = InMemory();
                return new XmlKeyManager(Options.Create(options), services.GetRequiredService<IActivator>());
            });
        });
    }

    [Theory]
    [InlineData("Merchant:BaseUrl", "https://backend.demo.taler.net/instances/sandbox/", "backend.demo.taler.net")]
    [InlineData("Merchant:BaseUrl", "https://demo.taler.net/", "demo.taler.net")]
    [InlineData("Merchant:BaseUrl", "https://backend.test.taler.net/", "backend.test.taler.net")]
    [InlineData("Merchant:BaseUrl", "https://notdemo.taler.net/", null)]
    [InlineData("Resources:1:Price", "KUDOS:1", "KUDOS")]
    [InlineData("Resources:1:Price", "TESTKUDOS:1", "TESTKUDOS")]
    [InlineData("Resources:1:Price", "CHF:1", null)]
    public async Task Play_money(string key, string value, string? sign)
    {
        void Change(Dictionary<string, string?> settings) => settings["TalerPaywall:" + key] = value;

        if (sign is not null)
            Assert.Contains($"play money: {sign}.", await AdvisedShop.ExpectAsync("TestMoney", change: Change), StringComparison.Ordinal);
        else
            await AdvisedShop.ExpectNoneAsync(change: Change);
        await AdvisedShop.ExpectNoneAsync(change: Change, environment: "Development");
    }

    [Fact]
    public async Task Play_money_for_an_endpoint()
    {
        await AdvisedShop.ExpectAsync("TestMoney", app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/music", () => "").RequireTalerPayment("KUDOS:1");
        });
    }

    /// <summary>What the framework falls back to where there is no home. It has no public name.</summary>
    private static IXmlRepository InMemory() => (IXmlRepository)Activator.CreateInstance(
        typeof(KeyManagementOptions).Assembly.GetType("Microsoft.AspNetCore.DataProtection.Repositories.EphemeralXmlRepository", throwOnError: true)!,
        NullLoggerFactory.Instance)!;
}
