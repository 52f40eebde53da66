using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>A shop, a visitor, and a trouble of the matrix that comes and goes.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly SandboxFixture _sandbox;
    private readonly Wire _wire;
    private BackendCall? _call;
    private int _linesBefore;

    private Stage(SandboxFixture sandbox, Shop shop, Wire wire, string trouble)
    {
        (_sandbox, Shop, _wire) = (sandbox, shop, wire);
        (Row, Trouble) = FailureMatrix.Find(trouble);
        Measured = new Measured(shop);
        Visitor = new Visitor(shop, sandbox.Control);
        Page = "/essays/" + Guid.NewGuid().ToString("N");
    }

    public Shop Shop { get; }

    public FailureRow Row { get; }

    public Trouble Trouble { get; }

    public Measured Measured { get; }

    public Visitor Visitor { get; }

    /// <summary>What the visitor wants: a page of its own in every test, so that its orders can be counted.</summary>
    public string Page { get; }

    public ITalerMerchantClient Merchant => Shop.Services.GetRequiredService<ITalerMerchantClient>();

    public static Task<Stage> OpenAsync(SandboxFixture sandbox, string trouble, params (string Key, string Value)[] settings) =>
        OpenBrokenAsync(sandbox, trouble, null, settings);

    /// <summary>Opens a shop while there is trouble already.</summary>
    public static async Task<Stage> OpenBrokenAsync(SandboxFixture sandbox, string trouble, BackendCall? call, params (string Key, string Value)[] settings)
    {
        await sandbox.Control.ClearFaultsAsync();
        var all = Shop.Settings(sandbox.BaseUrl);
        foreach (var (key, value) in settings)
            all["TalerPaywall:" + key] = value;
        var wire = new Wire(sandbox.Control);
        if (call is not null)
            await wire.BreakAsync(call, FailureMatrix.Find(trouble).Trouble);
        return new Stage(sandbox, await Shop.OpenAsync(all, builder => wire.AddTo(builder.Services)), wire, trouble);
    }

    /// <summary>The trouble begins, for this call.</summary>
    public async Task BreakAsync(BackendCall call)
    {
        _call = call;
        _linesBefore = Lines().Count;
        Measured.Clear();
        await _wire.BreakAsync(call, Trouble);
    }

    public Task MendAsync() => _wire.MendAsync();

    /// <summary>Opens the page and expects that nothing is known.</summary>
    public async Task ExpectUnavailableAsync()
    {
        using var response = await Visitor.Browser.OpenAsync(Page);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), response.Headers.RetryAfter?.Delta);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.Location);
        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(Visitor.Browser.PaywallCookie);
    }

    /// <summary>The trouble was seen in one call: one line, one measurement, and as many tries as the matrix says.</summary>
    /// <param name="decision">How the request was counted.</param>
    /// <param name="tries">How often the call was sent, if not as often as the matrix says of calls that may be repeated.</param>
    /// <param name="alsoAnswered">How many calls of this shape were answered well in the same request.</param>
    /// <param name="alsoTold">The event of one more line.</param>
    public void ExpectSeen(string decision, int? tries = null, int alsoAnswered = 0, string? alsoTold = null)
    {
        Shop.ExpectLog(expected => expected.Event == Row.Event);
        if (alsoTold is not null)
            Shop.ExpectLog(expected => expected.Event == alsoTold);
        var lines = Lines().Skip(_linesBefore).ToList();
        Assert.Equal(alsoTold is null ? 1 : 2, lines.Count);
        var line = Assert.Single(lines, line => line.Event != alsoTold);
        Assert.Equal((Row.Event, Row.Level), (line.Event, line.Level));
        Assert.StartsWith("Nothing unpaid was served and nothing charged. ", line.Message, StringComparison.Ordinal);
        if (Trouble.Fault?.Status is { } status)
            Assert.Contains(status.ToString(CultureInfo.InvariantCulture), line.Message, StringComparison.Ordinal);
        ExpectMeasured(tries, alsoAnswered);
        Assert.Equal([decision], Measured.Decisions);
    }

    /// <summary>The call in trouble was measured once.</summary>
    public void ExpectMeasured(int? tries = null, int alsoAnswered = 0)
    {
        Assert.Equal([.. Enumerable.Repeat<string?>(null, alsoAnswered), Row.ErrorType], Measured.ErrorTypes(_call!.Name));
        ExpectTries(tries);
    }

    public void ExpectTries(int? tries = null) => Assert.Equal(tries ?? Row.Tries, _wire.Tries);

    public void ExpectNoCalls() => Assert.Equal(0, _wire.Calls);

    public void ExpectQuiet() => Assert.Empty(Lines().Skip(_linesBefore));

    /// <summary>Opens the page, pays, and reads what was paid for.</summary>
    public async Task BuyAsync()
    {
        Assert.Equal("paid", (await Visitor.BuyAsync(Page)).Outcome);
        await ReadAsync();
    }

    public async Task ReadAsync() => Assert.StartsWith(Shop.Paid, await Visitor.ReadAsync(Page), StringComparison.Ordinal);

    /// <summary>How many orders the backend has for the page.</summary>
    public Task<int> OrdersAsync() => _sandbox.CountOrdersAsync(new Uri(Shop.BaseAddress, Page));

    public async ValueTask DisposeAsync()
    {
        await _wire.MendAsync();
        Visitor.Dispose();
        Measured.Dispose();
        await Shop.DisposeAsync();
        _wire.Dispose();
    }

    private List<LogLine> Lines() => [.. Shop.Logs.Lines.Where(line => line.Level >= LogLevel.Warning)];
}
