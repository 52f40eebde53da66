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
    [InlineData("--Sandbox:Currency", "K1", "Currency")]
    [InlineData("--Sandbox:Curency", "KUDOS", "Curency")]
    [InlineData("--Sandbox:PayDelay", "soon", "PayDelay")]
    public async Task A_wrong_argument_is_one_sentence(string key, string value, string part)
    {
        var (exitCode, error) = await SandboxProcess.RunToEndAsync(NoEnvironment, key, value);

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, part);
    }

    [Fact]
    public async Task Production_is_refused()
    {
        var production = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" };

        var (exitCode, error) = await SandboxProcess.RunToEndAsync(production, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        AssertOneSentence(error, "moves no money");
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
