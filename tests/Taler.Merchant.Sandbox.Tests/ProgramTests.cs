using System.Globalization;
using Microsoft.Extensions.Configuration;
using Taler.Merchant.Sandbox.Hosting;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The sandbox as a program of its own.</summary>
public sealed class ProgramTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public async Task The_program_sells_and_lets_wallets_pay()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = sandbox.BaseUrl };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + SandboxProcess.AccessToken);
        using var order = new StringContent("""{"order":{"order_id":"O1","amount":"KUDOS:1","summary":"Tea"},"create_token":false}""");
        using var created = await http.PostAsync("private/orders", order, TestContext.Current.CancellationToken);
        created.EnsureSuccessStatusCode();

        var payment = await sandbox.Control.PayAsync("alice", new TalerPayUri(sandbox.BaseUrl, OrderId.Parse("O1")).Value);

        Assert.Equal(new WalletReply(200, "paid", "O1", null), payment);
        Assert.Contains("\"order_status\":\"paid\"", await http.GetStringAsync("private/orders/O1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence()
    {
        await using var first = await SandboxProcess.StartAsync();

        var (exitCode, error) = await SandboxProcess.RunToEndAsync(NoEnvironment, "--urls", first.BaseUrl.GetLeftPart(UriPartial.Authority));

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, "is taken");
    }

    [Theory]
    [InlineData("--urls", "banana", "is no address")]
    [InlineData("--urls", "https://127.0.0.1:0", "is no address")]
    [InlineData("--urls", "http://127.0.0.1:0/path", "is no address")]
    [InlineData("--Sandbox:Currency", "K1", "Sandbox:Currency is \"K1\" and must be 1 to 11 ASCII letters")]
    [InlineData("--Sandbox:Curency", "KUDOS", "Sandbox:Curency is no setting of the sandbox: write one of Currency, ")]
    [InlineData("--Sandbox:Port", "9966", "takes its port from --urls")]
    [InlineData("--Sandbox:PayDelay", "1h", "Sandbox:PayDelay is \"1h\" and must be hours:minutes:seconds, for example 01:00:00")]
    [InlineData("--Sandbox:PayDelay", "30", "Sandbox:PayDelay is \"30\" and must be hours:minutes:seconds")]
    [InlineData("--Sandbox:PayDelay", "00:00:00", "Sandbox:PayDelay is \"00:00:00\" and must be more than zero")]
    [InlineData("--Sandbox:RefundDelay", "-01:00:00", "Sandbox:RefundDelay is \"-01:00:00\" and must be zero for no refunds")]
    [InlineData("--Sandbox:MaxOrders", "many", "Sandbox:MaxOrders is \"many\" and must be a whole number")]
    [InlineData("--Sandbox:MaxOrders", "0", "Sandbox:MaxOrders is \"0\" and must be at least 1")]
    [InlineData("--Sandbox:MerchantLogo", "no", "Sandbox:MerchantLogo is \"no\" and must be true or false")]
    [InlineData("--Sandbox:PublicBaseUrl", "pay.example", "Sandbox:PublicBaseUrl is \"pay.example\" and must be an absolute URL")]
    [InlineData("--Sandbox:AccessToken", "letmein", "Sandbox:AccessToken must begin with secret-token:")]
    public async Task A_wrong_argument_is_one_sentence(string key, string value, string part)
    {
        var (exitCode, error) = await SandboxProcess.RunToEndAsync(NoEnvironment, key, value);

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, part);
        Assert.DoesNotContain("letmein", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_but_the_port_can_be_set()
    {
        var options = typeof(TalerSandboxOptions).GetProperties().Where(option => option.Name != nameof(TalerSandboxOptions.Port));

        Assert.All(options, option =>
        {
            var value = option.PropertyType == typeof(bool) ? "true" : option.PropertyType == typeof(int) ? "7" : option.PropertyType == typeof(TimeSpan) ? "00:00:07" : "seven";
            var section = new ConfigurationBuilder().AddInMemoryCollection([new($"Sandbox:{option.Name.ToLowerInvariant()}", value)]).Build().GetSection("Sandbox");

            var set = option.GetValue(ProgramSettings.Read(section));

            Assert.Equal(value, Convert.ToString(set, CultureInfo.InvariantCulture), ignoreCase: true);
        });
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.1:0")]
    public async Task An_address_that_other_machines_reach_is_refused(string urls)
    {
        var (exitCode, error) = await SandboxProcess.RunToEndAsync(NoEnvironment, "--urls", urls);

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, "Other machines can reach http://");
        Assert.Contains("add --Sandbox:AllowRemote true if this is meant", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_other_machines_reach_is_told_as_it_is()
    {
        using var address = Assert.Single(ListenAddress.FromUrls("http://0.0.0.0:0", allowRemote: true));

        Assert.Equal($"http://0.0.0.0:{address.EndPoint.Port}/instances/sandbox/", SandboxServer.InstanceUrl(address).AbsoluteUri);
        Assert.Equal($"http://127.0.0.1:{address.EndPoint.Port}/", address.LocalUrl.AbsoluteUri);
    }

    [Fact]
    public async Task Production_is_refused()
    {
        var production = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" };

        var (exitCode, error) = await SandboxProcess.RunToEndAsync(production, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, "moves no money");
        Assert.Contains("add --Sandbox:AllowProduction true", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_is_allowed_to_who_asks_for_it()
    {
        await using var sandbox = await SandboxProcess.StartAsync("--environment", "Production", "--Sandbox:AllowProduction", "true");

        Assert.Empty(await sandbox.Control.RequestsAsync());
    }

    private static void AssertOneSentence(string error, string part)
    {
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
