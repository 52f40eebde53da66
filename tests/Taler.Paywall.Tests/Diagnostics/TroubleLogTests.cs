using System.Net;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Tests.Gate;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Diagnostics;

public sealed class TroubleLogTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogProbe _logs = new();
    private readonly LoggerFactory _factory;
    private readonly TroubleLog<TroubleLogTests> _log;

    public TroubleLogTests()
    {
        _factory = new LoggerFactory([_logs]);
        _log = new TroubleLog<TroubleLogTests>(_factory.CreateLogger<TroubleLogTests>(), new TroublePace(_clock));
    }

    public void Dispose()
    {
        _factory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_thousand_requests_that_find_the_backend_down_write_one_line()
    {
        await using var site = Site.BehindMiddleware(options => options.OrderLimits.PerSecond = 0);
        site.Backend.IsDown = true;

        for (var i = 0; i < 1000; i++)
            Assert.Equal(503, (await site.SendAsync("/essays/maps")).Status);

        var line = Assert.Single(site.Logs, line => line.Level >= LogLevel.Warning);
        Assert.Equal(
            (LogLevel.Warning, "BackendUnavailable", "Nothing unpaid was served and nothing charged. The backend is down."), (line.Level, line.Event, line.Message));
    }

    [Fact]
    public async Task After_ten_seconds_one_more_line_says_how_many_were_left_out()
    {
        await using var site = Site.BehindMiddleware(options => options.OrderLimits.PerSecond = 0);
        site.Backend.IsDown = true;
        for (var i = 0; i < 1235; i++)
            await site.SendAsync("/essays/maps");

        site.Clock.Advance(TroublePace.Pause - TimeSpan.FromTicks(1));
        await site.SendAsync("/essays/maps");
        Assert.Single(site.Logs, line => line.Level >= LogLevel.Warning);
        site.Clock.Advance(TimeSpan.FromTicks(1));
        await site.SendAsync("/essays/maps");
        await site.SendAsync("/essays/maps");

        Assert.Equal(
            ["Nothing unpaid was served and nothing charged. The backend is down.", "Nothing unpaid was served and nothing charged. The backend is down. 1,235 more like it were left out."],
            site.Logs.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message));
    }

    [Fact]
    public void One_line_that_was_left_out_is_one()
    {
        _log.CacheTrouble(new InvalidOperationException());
        _log.CacheTrouble(new InvalidOperationException());
        _clock.Advance(TroublePace.Pause);
        _log.CacheTrouble(new InvalidOperationException());

        Assert.EndsWith("asked instead. 1 more like it was left out.", _logs.Lines.Last().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cause_has_its_line_at_once()
    {
        for (var i = 0; i < 3; i++)
        {
            _log.MatchFailed(new InvalidOperationException());
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Unreachable));
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Timeout));
            _log.BackendTrouble(Trouble(TalerMerchantFailure.BackendTrouble, 500));
            _log.BackendTrouble(Trouble(TalerMerchantFailure.BackendTrouble, 503));
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 404, 2000));
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 404, 2500));
            _log.BackendSlow(TimeSpan.FromSeconds(10));
            _log.TooManyQuestions(10_000);
            _log.Unexpected(new InvalidOperationException());
            _log.Unexpected(new FormatException());
            _log.FulfillmentUrlTaken("essay:maps", "https://shop.example/essays/maps");
            _log.PaidOrderLost(_clock.GetUtcNow());
            _log.OutageGraceEnded();
            _log.KeysUnavailable(new InvalidOperationException());
            _log.CacheTrouble(new InvalidOperationException());
            _log.RefundNotForgotten(new InvalidOperationException());
            _log.PageReplacementFailed(TalerPageKind.Price, new InvalidOperationException());
            _log.TeaserFailed("essay:maps", new InvalidOperationException());
        }

        Assert.Equal(
            [
                "MatchFailed", "BackendUnavailable", "BackendUnavailable", "BackendUnavailable", "BackendUnavailable", "BackendRefused", "BackendRefused", "BackendSlow",
                "TooManyQuestions", "Unexpected", "Unexpected", "FulfillmentUrlTaken", "PaidOrderLost", "OutageGraceEnded", "KeysUnavailable", "CacheTrouble", "RefundNotForgotten", "PageReplacementFailed", "TeaserFailed",
            ],
            _logs.Lines.Select(line => line.Event));
    }

    [Fact]
    public void A_backend_that_invents_a_code_each_time_gets_a_fixed_number_of_lines()
    {
        const int Seconds = 100;
        for (var i = 0; i < 100_000; i++)
        {
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 400, i));
            if (i % 1000 == 999)
                _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var most = TroublePace.MaxCauses * (int)(Seconds / TroublePace.Pause.TotalSeconds);
        Assert.InRange(_logs.Lines.Count, most / 2, most);
    }

    [Fact]
    public void A_flood_of_one_event_hides_no_other()
    {
        for (var i = 0; i < 1000; i++)
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 400, i));

        _log.Unexpected(new InvalidOperationException());
        _log.PaidOrderLost(_clock.GetUtcNow());

        Assert.Equal(["Unexpected", "PaidOrderLost"], _logs.Lines.TakeLast(2).Select(line => line.Event));
    }

    [Fact]
    public void Nothing_that_was_left_out_while_the_table_was_full_is_forgotten()
    {
        for (var i = 0; i < 1000; i++)
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 400, i));
        _clock.Advance(TroublePace.Pause - TimeSpan.FromTicks(1));
        _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 400, 0));
        Assert.Equal(TroublePace.MaxCauses, _logs.Lines.Count);

        _clock.Advance(TimeSpan.FromTicks(1));
        for (var i = 0; i < TroublePace.MaxCauses; i++)
            _log.BackendTrouble(Trouble(TalerMerchantFailure.Refused, 401, i));

        var leftOut = 1001 - TroublePace.MaxCauses;
        Assert.EndsWith($" {leftOut} more like it were left out.", _logs.Lines.Last().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_threads_with_one_cause_one_writes()
    {
        using var start = new ManualResetEventSlim();
        var threads = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            start.Wait();
            for (var i = 0; i < 1000; i++)
                _log.BackendTrouble(Trouble(TalerMerchantFailure.Unreachable));
        })).ToList();

        start.Set();
        await Task.WhenAll(threads);
        _clock.Advance(TroublePace.Pause);
        _log.BackendTrouble(Trouble(TalerMerchantFailure.Unreachable));

        Assert.Equal(2, _logs.Lines.Count);
        Assert.EndsWith(" 7,999 more like it were left out.", _logs.Lines.Last().Message, StringComparison.Ordinal);
    }

    private static TalerMerchantException Trouble(TalerMerchantFailure failure, int? status = null, int? code = null) =>
        new(failure, "Something is wrong.", (HttpStatusCode?)status, code);
}
