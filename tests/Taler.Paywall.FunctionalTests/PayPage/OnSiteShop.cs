using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>A shop whose visitors pay on the site itself.</summary>
internal static class OnSiteShop
{
    public static Task<Shop> OpenAsync(
        Uri backend, Action<Dictionary<string, string?>>? change = null, Action<WebApplication>? build = null, bool sellsByPattern = true)
    {
        var settings = sellsByPattern ? Shop.Settings(backend) : Shop.SettingsWithoutResources(backend);
        settings["TalerPaywall:PayPage"] = "OnSite";
        change?.Invoke(settings);
        return Shop.OpenAsync(settings, builder => builder.Services.AddTalerPaywall(_ => { }).AddPayPage(), build);
    }
}
