using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Xml.Linq;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>A shop in Production that nobody has to give advice to, until a test changes something.</summary>
internal static class AdvisedShop
{
    private static readonly Uri Backend = new("https://backend.example/instances/shop/");

    /// <summary>Starts an application and expects this piece of advice, once, and no other warning.</summary>
    /// <returns>Its sentence.</returns>
    public static async Task<string> ExpectAsync(
        string advice,
        Action<WebApplication>? build = null,
        Action<Dictionary<string, string?>>? change = null,
        Action<WebApplicationBuilder>? configure = null,
        string environment = "Production",
        IDataProtectionProvider? keys = null)
    {
        await using var shop = await OpenAsync(build, change, configure, environment, keys);
        shop.ExpectLog(line => line.Event == advice);

        var line = Assert.Single(shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Equal(advice, line.Event);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal("Taler.Paywall.Advice." + advice, line.Category);
        return line.Message;
    }

    /// <summary>Starts an application and expects no warning at all.</summary>
    public static async Task ExpectNoneAsync(
        Action<WebApplication>? build = null,
        Action<Dictionary<string, string?>>? change = null,
        Action<WebApplicationBuilder>? configure = null,
        string environment = "Production",
        IDataProtectionProvider? keys = null)
    {
        await using var shop = await OpenAsync(build, change, configure, environment, keys);

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Contains(shop.Logs.Lines, line => line.Event == "Started");
    }

    private static Task<Shop> OpenAsync(
        Action<WebApplication>? build, Action<Dictionary<string, string?>>? change, Action<WebApplicationBuilder>? configure, string environment, IDataProtectionProvider? keys)
    {
        var settings = Shop.Settings(Backend);
        settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/";
        settings["TalerPaywall:Resources:0:Price"] = "EUR:0.5";
        settings["TalerPaywall:Resources:1:Price"] = "EUR:1";
        change?.Invoke(settings);
        return Shop.OpenAsync(
            settings,
            builder =>
            {
                builder.Services.Configure<KeyManagementOptions>(options => (options.XmlRepository, options.XmlEncryptor) = (new KeptKeys(), new NullXmlEncryptor()));
                configure?.Invoke(builder);
            },
            build,
            keys ?? new KeptProvider(),
            environment);
    }

    /// <summary>Stands for keys that outlive the process.</summary>
    private sealed class KeptProvider : IDataProtectionProvider
    {
        private readonly EphemeralDataProtectionProvider _inner = new();

        public IDataProtector CreateProtector(string purpose) => _inner.CreateProtector(purpose);
    }

    private sealed class KeptKeys : IXmlRepository
    {
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _elements];

        public void StoreElement(XElement element, string friendlyName) => _elements.Add(element);
    }
}
