using Microsoft.Extensions.Configuration;
using Taler.Merchant;

namespace Taler.Paywall.Settings;

/// <summary>The configuration section of the paywall, key by key.</summary>
internal static class TalerPaywallSettings
{
    private const string DefaultPath = "TalerPaywall";

    public static void Read(SettingsSource source, TalerPaywallOptions options)
    {
        var configuration = source.Configuration;
        var path = configuration is IConfigurationSection { Path.Length: > 0 } section ? section.Path : DefaultPath;
        options.SettingsPath = path;
        if (configuration is not IConfigurationSection && configuration.GetSection(DefaultPath).Exists())
        {
            options.Mistakes.Add($"AddTalerPaywall was given the whole configuration. Give it the section: configuration.GetSection(\"{DefaultPath}\").");
            return;
        }
        var reader = new ConfigurationReader(source.Root, path, options.Mistakes);
        ReadMerchant(reader.Section("Merchant"), options.Merchant);
        options.PublicBaseUrl = reader.Text("PublicBaseUrl") ?? options.PublicBaseUrl;
        foreach (var resource in reader.List("Resources"))
            options.Resources.Add(ReadResource(resource));
        foreach (var pattern in reader.Texts("FreePaths"))
            options.FreePaths.Add(pattern);
        options.SessionLifetime = reader.Duration("SessionLifetime") ?? options.SessionLifetime;
        options.OrderCreation = reader.Choice<TalerOrderCreation>("OrderCreation") ?? options.OrderCreation;
        options.PayPage = reader.Choice<TalerPayPage>("PayPage") ?? options.PayPage;
        ReadOrderLimits(reader.Section("OrderLimits"), options.OrderLimits);
        ReadPages(reader.Section("Pages"), options.Pages);
        ReadPaymentCache(reader.Section("PaymentCache"), options.PaymentCache);
        options.SharedCaches = reader.Choice<TalerSharedCaches>("SharedCaches") ?? options.SharedCaches;
        var cookie = reader.Section("Cookie");
        options.Cookie.Name = cookie.Text("Name") ?? options.Cookie.Name;
        cookie.RefuseUnknownKeys();
        reader.RefuseUnknownKeys();
    }

    private static void ReadMerchant(ConfigurationReader reader, TalerMerchantOptions merchant)
    {
        merchant.BaseUrl = reader.Text("BaseUrl") ?? merchant.BaseUrl;
        merchant.AccessToken = reader.Text("AccessToken") ?? merchant.AccessToken;
        merchant.Password = reader.Text("Password") ?? merchant.Password;
        merchant.PublicBaseUrl = reader.Text("PublicBaseUrl") ?? merchant.PublicBaseUrl;
        merchant.Timeout = reader.Duration("Timeout") ?? merchant.Timeout;
        merchant.MaxConcurrentCalls = reader.Number("MaxConcurrentCalls") ?? merchant.MaxConcurrentCalls;
        reader.RefuseUnknownKeys();
    }

    private static TalerPaywallResource ReadResource(ConfigurationReader reader)
    {
        var resource = new TalerPaywallResource
        {
            Pattern = reader.Text("Pattern"),
            Name = reader.Text("Name"),
            Price = reader.Text("Price"),
            Summary = reader.Text("Summary"),
            FulfillmentPath = reader.Text("FulfillmentPath"),
            RefundDelay = reader.Duration("RefundDelay"),
            PayPage = reader.Choice<TalerPayPage>("PayPage"),
        };
        foreach (var name in reader.Texts("Query"))
            resource.Query.Add(name);
        foreach (var method in reader.Texts("Methods"))
            resource.Methods.Add(method);
        reader.RefuseUnknownKeys();
        return resource;
    }

    private static void ReadOrderLimits(ConfigurationReader reader, TalerOrderLimitOptions limits)
    {
        limits.PerSecond = reader.Number("PerSecond") ?? limits.PerSecond;
        limits.Burst = reader.Number("Burst") ?? limits.Burst;
        limits.PerClientPerMinute = reader.Number("PerClientPerMinute") ?? limits.PerClientPerMinute;
        reader.RefuseUnknownKeys();
    }

    private static void ReadPages(ConfigurationReader reader, TalerPageOptions pages)
    {
        pages.SiteName = reader.Text("SiteName") ?? pages.SiteName;
        pages.Stylesheet = reader.Text("Stylesheet") ?? pages.Stylesheet;
        pages.Logo = reader.Text("Logo") ?? pages.Logo;
        pages.Indexable = reader.Flag("Indexable") ?? pages.Indexable;
        reader.RefuseUnknownKeys();
    }

    private static void ReadPaymentCache(ConfigurationReader reader, TalerPaymentCacheOptions cache)
    {
        cache.Lifetime = reader.Duration("Lifetime") ?? cache.Lifetime;
        cache.OutageGrace = reader.Duration("OutageGrace") ?? cache.OutageGrace;
        cache.MaxEntries = reader.Number("MaxEntries") ?? cache.MaxEntries;
        reader.RefuseUnknownKeys();
    }
}
