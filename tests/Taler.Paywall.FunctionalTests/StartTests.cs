using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A wrong configuration stops the start, and one message names every mistake.</summary>
public sealed class StartTests
{
    private static readonly Uri Backend = new("http://127.0.0.1:9966/instances/sandbox/");

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Merchant:BaseUrl", "", "TalerPaywall:Merchant:BaseUrl" },
        { "Merchant:BaseUrl", "backend", "TalerPaywall:Merchant:BaseUrl" },
        { "Merchant:BaseUrl", "http://backend.example/", "TalerPaywall:Merchant:BaseUrl" },
        { "Merchant:AccessToken", "", "TalerPaywall:Merchant:AccessToken" },
        { "Merchant:AccessToken", "no-prefix", "TalerPaywall:Merchant:AccessToken" },
        { "Merchant:PublicBaseUrl", "nowhere", "TalerPaywall:Merchant:PublicBaseUrl" },
        { "Merchant:Timeout", "soon", "TalerPaywall:Merchant:Timeout" },
        { "Merchant:Timeout", "01:00:00", "TalerPaywall:Merchant:Timeout" },
        { "Merchant:MaxConcurrentCalls", "many", "TalerPaywall:Merchant:MaxConcurrentCalls" },
        { "Merchant:MaxConcurrentCalls", "0", "TalerPaywall:Merchant:MaxConcurrentCalls" },
        { "Merchant:Retries", "3", "TalerPaywall:Merchant:Retries" },
        { "PublicBaseUrl", "shop.example", "TalerPaywall:PublicBaseUrl" },
        { "Resources:0:Price", "KUDOS:", "TalerPaywall:Resources:0:Price" },
        { "Resources:0:Price", "KUDOS:0", "TalerPaywall:Resources:0:Price" },
        { "Resources:0:Price", "", "TalerPaywall:Resources:0:Price" },
        { "Resources:0:Pattern", "/essays/{slug", "TalerPaywall:Resources:0:Pattern" },
        { "Resources:0:Name", "essay:{title}", "TalerPaywall:Resources:0:Name" },
        { "Resources:0:Prize", "KUDOS:1", "TalerPaywall:Resources:0:Prize" },
        { "Resources:0:RefundDelay", "-1.00:00:00", "TalerPaywall:Resources:0:RefundDelay" },
        { "Resources:1:Query:0", "page", "TalerPaywall:Resources:1" },
        { "Resources:0:Query", "id", "TalerPaywall:Resources:0:Query: is a list. Write [ \"id\" ]." },
        { "Resources:0:Methods", "GET", "TalerPaywall:Resources:0:Methods: is a list. Write [ \"GET\" ]." },
        { "Resources:0:Methods:0", "GTE", "TalerPaywall:Resources:0:Methods:0" },
        { "FreePaths", "/essays/x", "TalerPaywall:FreePaths: is a list. Write [ \"/essays/x\" ]." },
        { "FreePaths:0", "https://shop.example/free", "TalerPaywall:FreePaths:0" },
        { "Resources", "/essays/x", "TalerPaywall:Resources: is a list of entries. Write [ { \"Pattern\": ... } ]." },
        { "SessionLifetime", "00:00:01", "TalerPaywall:SessionLifetime" },
        { "SessionLifetime", "500.00:00:00", "TalerPaywall:SessionLifetime" },
        { "PaymentCache:Lifetime", "02:00:00", "TalerPaywall:PaymentCache:Lifetime" },
        { "PaymentCache:OutageGrace", "1.00:00:01", "TalerPaywall:PaymentCache:OutageGrace: 1.00:00:01 is outside 0 to 24 hours" },
        { "PaymentCache:OutageGrace", "-00:00:01", "0 to 24 hours" },
        { "PaymentCache:Lifetime", "300", "TalerPaywall:PaymentCache:Lifetime: \"300\" is a bare number, which .NET takes for days. Write 00:05:00 for five minutes, or 300.00:00:00 if days are meant." },
        { "PaymentCache:OutageGrace", "1", "TalerPaywall:PaymentCache:OutageGrace: \"1\" is a bare number" },
        { "PaymentCache:OutageGrace", "24:00:00", "TalerPaywall:PaymentCache:OutageGrace: \"24:00:00\" is not a duration. Write [days.]hours:minutes:seconds, for example 00:05:00. Hours end at 23: a day is 1.00:00:00." },
        { "SessionLifetime", "30", "TalerPaywall:SessionLifetime: \"30\" is a bare number" },
        { "Merchant:Timeout", "5", "TalerPaywall:Merchant:Timeout: \"5\" is a bare number" },
        { "Resources:0:RefundDelay", "7", "TalerPaywall:Resources:0:RefundDelay: \"7\" is a bare number" },
        { "PaymentCache:MaxEntries", "0", "TalerPaywall:PaymentCache:MaxEntries" },
        { "PaymentCache:MaxEntries", "many", "TalerPaywall:PaymentCache:MaxEntries" },
        { "SharedCaches", "Allowed", "TalerPaywall:SharedCaches: \"Allowed\" is none of Forbidden, VaryByCookie" },
        { "SharedCaches", "1", "TalerPaywall:SharedCaches" },
        { "SharedCache", "Forbidden", "TalerPaywall:SharedCache: unknown setting" },
        { "Cookie:Name", "my cookie", "TalerPaywall:Cookie:Name" },
        { "Cookie:SameSite", "Strict", "TalerPaywall:Cookie:SameSite" },
        { "OrderCreation", "Never", "TalerPaywall:OrderCreation: \"Never\" is none of OnRequest, OnClick" },
        { "PayPage", "Elsewhere", "TalerPaywall:PayPage: \"Elsewhere\" is none of Backend, OnSite" },
        { "PayPage", "OnSite", "TalerPaywall:PayPage: OnSite needs the package Taler.Paywall.PayPage" },
        { "Resources:1:PayPage", "OnSite", "TalerPaywall:Resources:1:PayPage: OnSite needs the package Taler.Paywall.PayPage" },
        { "Pages:SiteName", "Shop\nof essays", "TalerPaywall:Pages:SiteName: is the name of the site" },
        { "Pages:Stylesheet", "site.css", "TalerPaywall:Pages:Stylesheet: write a path on the site" },
        { "Pages:Stylesheet", "//cdn.example/site.css", "TalerPaywall:Pages:Stylesheet" },
        { "Pages:Stylesheet", "/\\cdn.example/site.css", "TalerPaywall:Pages:Stylesheet" },
        { "Pages:Stylesheet", "http://cdn.example/site.css", "TalerPaywall:Pages:Stylesheet" },
        { "Pages:Stylesheet", "https://shop@cdn.example/site.css", "TalerPaywall:Pages:Stylesheet" },
        { "Pages:Stylesheet", "https://cdn.example;script-src/site.css", "TalerPaywall:Pages:Stylesheet" },
        { "Pages:Logo", "javascript:alert(1)", "TalerPaywall:Pages:Logo: write a path on the site" },
        { "Pages:Logo", "data:image/png;base64,", "TalerPaywall:Pages:Logo" },
        { "Pages:Logo", "/logo .png", "TalerPaywall:Pages:Logo" },
        { "Pages:Indexable", "yes", "TalerPaywall:Pages:Indexable: \"yes\" is neither true nor false." },
        { "Pages:Color", "red", "TalerPaywall:Pages:Color: unknown setting" },
        { "OrderLimits:PerSecond", "-1", "TalerPaywall:OrderLimits:PerSecond: -1 is outside 0 to 1,000,000" },
        { "OrderLimits:Burst", "0", "TalerPaywall:OrderLimits:Burst: 0 is outside 1 to 1,000,000" },
        { "OrderLimits:PerClientPerMinute", "a few", "TalerPaywall:OrderLimits:PerClientPerMinute" },
        { "OrderLimits:PerHour", "100", "TalerPaywall:OrderLimits:PerHour: unknown setting" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_stops_the_start_and_is_named(string key, string value, string named)
    {
        var settings = Shop.Settings(Backend);
        settings["TalerPaywall:" + key] = value;

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(settings));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_come_out_at_once_and_no_secret_does()
    {
        var settings = Shop.Settings(Backend);
        string[] wrong = ["Merchant:BaseUrl", "PublicBaseUrl", "Resources:0:Price", "Resources:1:Price", "SessionLifetime", "Colour"];
        foreach (var key in wrong)
            settings["TalerPaywall:" + key] = "nonsense";
        settings["TalerPaywall:Merchant:AccessToken"] = "t0ken-without-prefix";
        settings["TalerPaywall:Merchant:Password"] = "hunter2";

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(settings));

        Assert.All([.. wrong, "Merchant:AccessToken"], key => Assert.Contains("TalerPaywall:" + key, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("t0ken", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_resource_in_place_of_the_list_is_one_mistake()
    {
        var settings = Shop.SettingsWithoutResources(Backend);
        settings["TalerPaywall:Resources:Pattern"] = "/essays/{slug}";
        settings["TalerPaywall:Resources:Price"] = "KUDOS:1";
        settings["TalerPaywall:Resources:Methods:0"] = "GET";

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(settings));

        Assert.EndsWith(
            "correction:" + Environment.NewLine + "  - TalerPaywall:Resources: is a list of entries. Write [ { \"Pattern\": ... } ].",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_that_would_not_come_back_from_the_payment_page_is_refused_with_the_reason()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(
            Shop.Settings(Backend),
            builder => builder.Services.AddTalerPaywall(options => options.Cookie.SameSite = SameSiteMode.Strict)));

        Assert.Contains("TalerPaywall:Cookie:SameSite", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("payment page", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_no_choice_for_shared_caches_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(
            Shop.Settings(Backend),
            builder => builder.Services.AddTalerPaywall(options => options.SharedCaches = (TalerSharedCaches)7)));

        Assert.Contains("TalerPaywall:SharedCaches", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_configuration_in_place_of_its_section_is_noticed()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(
            Shop.Settings(Backend), builder => builder.Services.AddTalerPaywall((IConfiguration)builder.Configuration)));

        Assert.Contains("GetSection(\"TalerPaywall\")", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_that_cannot_be_sought_does_not_keep_the_shop_closed()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Backend),
            builder => builder.Environment.WebRootFileProvider = new BrokenDisk(),
            app => app.UseStaticFiles().UseTalerPaywall());

        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "AdviceFailed", Exception: InvalidDataException });
    }

    [Fact]
    public async Task A_piece_of_advice_is_silenced_by_its_category()
    {
        var settings = Shop.SettingsWithoutResources(Backend);
        settings["Logging:LogLevel:Taler.Paywall.Advice.NothingSold"] = "None";

        await using var shop = await Shop.OpenAsync(settings);

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Event == "NothingSold");
    }

    [Fact]
    public void Using_the_paywall_without_adding_it_says_what_to_add()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => app.UseTalerPaywall());

        Assert.Contains("AddTalerPaywall", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_rules_are_in_force_at_once_and_wrong_ones_change_nothing()
    {
        ConfigurationManager? configuration = null;
        await using var shop = await Shop.OpenAsync(Shop.Settings(Backend), builder => configuration = builder.Configuration);
        shop.ExpectLog(line => line.Level == LogLevel.Error && line.Message.Contains("TalerPaywall:Resources:2:Price", StringComparison.Ordinal));
        using var browser = new Browser(shop.BaseAddress);

        configuration!["TalerPaywall:Resources:2:Pattern"] = "/free";
        configuration["TalerPaywall:Resources:2:Price"] = "KUDOS:nothing";
        ((IConfigurationRoot)configuration).Reload();
        using (var response = await browser.OpenAsync("/free"))
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);

        configuration["TalerPaywall:Resources:2:Price"] = "KUDOS:1";
        ((IConfigurationRoot)configuration).Reload();
        using (var response = await browser.SendAsync(HttpMethod.Head, "/free"))
            Assert.Equal(System.Net.HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task Changed_rules_hold_and_whoever_reloads_goes_on_though_the_application_fails_to_hear_of_it()
    {
        ConfigurationManager? configuration = null;
        Shop? told = null;
        await using var shop = await Shop.OpenAsync(Shop.Settings(Backend), builder =>
        {
            configuration = builder.Configuration;
            builder.Services.AddTalerPaywall(_ =>
            {
                // The rules are made, and those who listen are still to be told.
                if (told is not null && told.Logs.Lines.Count(line => line.Event == "Reloaded") > told.Logs.Lines.Count(line => line.Event == "ReloadNotTold"))
                    throw new InvalidOperationException("Once was enough.");
            });
        });
        told = shop;
        shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "ReloadNotTold" });
        using var browser = new Browser(shop.BaseAddress);

        configuration!["TalerPaywall:Resources:2:Pattern"] = "/free";
        configuration["TalerPaywall:Resources:2:Price"] = "KUDOS:1";
        ((IConfigurationRoot)configuration).Reload();

        using var response = await browser.SendAsync(HttpMethod.Head, "/free");
        Assert.Equal(System.Net.HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_configuration_file_that_is_gone_for_a_moment_gives_nothing_away()
    {
        var folder = Directory.CreateTempSubdirectory("taler-paywall-settings-");
        var file = Path.Combine(folder.FullName, "shop.json");
        await File.WriteAllTextAsync(file, """{ "TalerPaywall": { "Resources": [ { "Pattern": "/book", "Price": "KUDOS:1" } ] } }""");
        ConfigurationManager? configuration = null;
        await using (var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(Backend),
            builder => (configuration = builder.Configuration).AddJsonFile(file, optional: true),
            app => app.UseTalerPaywall().Run(context => context.Response.WriteAsync(Shop.Paid))))
        {
            shop.ExpectLog(line => line is { Level: LogLevel.Error, Event: "ReloadEmpty" });
            using var browser = new Browser(shop.BaseAddress);

            File.Delete(file);
            ((IConfigurationRoot)configuration!).Reload();

            using var response = await browser.SendAsync(HttpMethod.Head, "/book");
            Assert.Equal(System.Net.HttpStatusCode.PaymentRequired, response.StatusCode);
        }
        folder.Delete(recursive: true);
    }

    private sealed class BrokenDisk : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => throw new InvalidDataException("This is no disk.");

        public IFileInfo GetFileInfo(string subpath) => throw new InvalidDataException("This is no disk.");

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }
}
