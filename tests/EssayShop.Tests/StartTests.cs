using System.Net;
using System.Net.Sockets;
using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>The shop starts, or says in plain words why it cannot.</summary>
public sealed class StartTests
{
    private const string BaseUrl = "--TalerPaywall:Merchant:BaseUrl";
    private const string AccessToken = "--TalerPaywall:Merchant:AccessToken";

    private static readonly Dictionary<string, string> Production = new() { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public async Task Production_without_a_backend_is_refused()
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(Production, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("The settings need a correction:", error, StringComparison.Ordinal);
        Assert.Contains("TalerPaywall:Merchant:BaseUrl is missing: set it to", error, StringComparison.Ordinal);
        Assert.Contains("In the Production environment", error, StringComparison.Ordinal);
        Assert.Contains("add --environment Development", error, StringComparison.Ordinal);
        AssertNoStackTrace(error);
    }

    [Fact]
    public async Task Where_nobody_names_the_environment_it_is_Production()
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(NoEnvironment, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("TalerPaywall:Merchant:BaseUrl is missing", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paywall_has_no_advice_for_the_shop()
    {
        await using var shop = await ShopProcess.StartAsync();

        Assert.Contains("The paywall is up.", shop.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Taler.Paywall.Advice", shop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, error) = await ShopProcess.RunToEndAsync(ShopProcess.Development, "--urls", $"http://{other.LocalEndpoint}");

        AssertOneSentence(exitCode, error, "address already in use");
    }

    [Theory]
    [InlineData("http://192.0.2.1:5080", "assign requested address")]
    [InlineData("banana", "banana")]
    public async Task An_address_that_is_not_of_this_machine_is_one_sentence_with_the_way_out(string url, string part)
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(ShopProcess.Development, "--urls", url);

        AssertOneSentence(exitCode, error, part);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "dotnet dev-certs https")]
    [InlineData("ftp://127.0.0.1:0", "ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/shop", "path base")]
    public async Task An_address_that_the_server_does_not_take_is_one_sentence_with_the_way_out(string url, string part)
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(ShopProcess.Development, "--urls", url);

        AssertOneSentence(exitCode, error, part);
    }

    [Fact]
    public async Task Half_a_backend_is_a_mistake_and_no_reason_for_a_sandbox()
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(ShopProcess.Development, "--urls", "http://127.0.0.1:0", AccessToken, "secret-token:abc");

        Assert.Equal(1, exitCode);
        Assert.Contains("TalerPaywall:Merchant:BaseUrl is missing", error, StringComparison.Ordinal);
        Assert.Contains("TalerPaywall:Merchant:AccessToken is set and BaseUrl is not", error, StringComparison.Ordinal);
        Assert.Contains("clear AccessToken to use the sandbox", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token:abc", error, StringComparison.Ordinal);
        AssertNoStackTrace(error);
    }

    [Fact]
    public async Task Started_in_another_folder_it_says_where_its_settings_are_missing()
    {
        var elsewhere = Directory.CreateTempSubdirectory("essayshop-");

        var (exitCode, error) = await ShopProcess.RunToEndAsync(Production, "--contentRoot", elsewhere.FullName, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains($"There is no appsettings.json in {elsewhere.FullName}", error, StringComparison.Ordinal);
        AssertNoStackTrace(error);
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public async Task All_mistakes_are_listed_at_once()
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(
            ShopProcess.Development,
            "--urls", "http://127.0.0.1:0",
            BaseUrl, "backend.example",
            "--TalerPaywall:Resources:0:Price", "half a KUDOS",
            "--TalerPaywall:Resources:1:FulfillmentPath", "/elsewhere",
            "--TalerPaywall:Resources:2:Patern", "/essays/maps",
            "--TalerPaywall:SesionLifetime", "1.00:00:00");

        Assert.Equal(1, exitCode);
        AssertNoStackTrace(error);
        foreach (var key in new[]
                 {
                     "Merchant:BaseUrl", "Merchant:AccessToken", "Resources:0:Price", "Resources:2:Patern", "SesionLifetime",
                     "Resources: every essay of the catalogue",
                 })
        {
            Assert.Single(error.Split('\n'), line => line.StartsWith("  - TalerPaywall:" + key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Plain_http_to_a_backend_elsewhere_is_a_mistake()
    {
        var (exitCode, error) = await ShopProcess.RunToEndAsync(
            Production, "--urls", "http://127.0.0.1:0", BaseUrl, "http://backend.example/", AccessToken, "secret-token:abc");

        Assert.Equal(1, exitCode);
        Assert.Contains("  - TalerPaywall:Merchant:BaseUrl", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token:abc", error, StringComparison.Ordinal);
        AssertNoStackTrace(error);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/null/nobody")]
    [InlineData("/proc/nobody")]
    public async Task Without_a_home_to_write_to_the_keys_are_kept_in_memory(string home)
    {
        var environment = new Dictionary<string, string>(ShopProcess.Development) { ["HOME"] = home };

        await using var shop = await ShopProcess.StartAsync(environment);
        using var browser = new Browser();
        await browser.OpenAsync(new Uri(shop.Address, "/essays/maps"));
        await browser.PressAsync("Pay");

        Assert.Equal("What a Map Leaves Out", browser.Page.Heading);
        Assert.Contains(home + "/.local/share/EssayShop/keys cannot be written, so the keys that protect cookies are kept in memory.", shop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_does_not_exist_yet_is_made()
    {
        var parent = Directory.CreateTempSubdirectory("essayshop-");
        var home = Path.Combine(parent.FullName, "new");
        var environment = new Dictionary<string, string>(ShopProcess.Development) { ["HOME"] = home };

        await using (var shop = await ShopProcess.StartAsync(environment))
        {
            using var browser = new Browser();
            await browser.OpenAsync(new Uri(shop.Address, "/essays/maps"));
            Assert.DoesNotContain("kept in memory", shop.Log, StringComparison.Ordinal);
        }

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(home, ".local/share/EssayShop/keys"), "key-*.xml"));
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_restart_the_cookie_still_holds()
    {
        var home = Directory.CreateTempSubdirectory("essayshop-");
        var environment = new Dictionary<string, string>(ShopProcess.Development) { ["HOME"] = home.FullName };
        using var browser = new Browser();
        await using var backend = await SandboxProcess.StartAsync();
        string[] settings = [BaseUrl, backend.BaseUrl.AbsoluteUri, AccessToken, SandboxProcess.AccessToken];
        await using (var shop = await ShopProcess.StartAsync(environment, settings))
        {
            await browser.OpenAsync(new Uri(shop.Address, "/essays/maps"));
            await browser.PressAsync("Pay");
        }

        await using (var restarted = await ShopProcess.StartAsync(environment, settings))
        {
            browser.Move(browser.Page.Url, restarted.Address);
            await browser.OpenAsync(new Uri(restarted.Address, "/essays/maps"));
        }

        Assert.Equal("What a Map Leaves Out", browser.Page.Heading);
        home.Delete(recursive: true);
    }

    private static void AssertOneSentence(int exitCode, string error, string part)
    {
        Assert.Equal(1, exitCode);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Contains("choose another address, for example --urls ", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        AssertNoStackTrace(error);
    }

    private static void AssertNoStackTrace(string error)
    {
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }
}
