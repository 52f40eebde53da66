using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.Model;
using Taler.Paywall.ModelTests.World;

namespace Taler.Paywall.ModelTests;

/// <summary>Many random histories, by several workers at once. Each worker has stages of its own.</summary>
/// <param name="Count">How many histories.</param>
/// <param name="Seed">What they are made from: the same seed makes the same histories.</param>
/// <param name="Replay">A single history of an earlier run, as its failure prints it; null for a whole run.</param>
internal sealed record Run(int Count, ulong Seed, string? Replay)
{
    private const int DefaultCount = 20_000;
    private const int Workers = 2;

    /// <summary>The same for each run of all tests, so that none fails for what nobody changed. tests/model.sh takes another each time.</summary>
    private const ulong DefaultSeed = 2026;

    private const int Size = 50;

    /// <summary>Reads <c>MODEL_HISTORIES</c>, <c>MODEL_SEED</c> and <c>MODEL_REPLAY</c>.</summary>
    public static Run FromEnvironment() => new(
        RunSetting.Read("MODEL_HISTORIES", DefaultCount, least: Workers),
        RunSetting.Read("MODEL_SEED", DefaultSeed),
        Environment.GetEnvironmentVariable("MODEL_REPLAY") is { Length: > 0 } replay ? replay : null);

    public override string ToString() => Replay is null ? $"{Count} histories, MODEL_SEED={Seed}" : $"One history, MODEL_REPLAY={Replay}";

    /// <returns>What went wrong first, with the shortest history that was found for it; null if nothing did.</returns>
    public async Task<string?> PlayAsync(Tally tally)
    {
        if (Replay is not null)
            return await PlayAsync(1, new Replay(ReplayedFrom(Replay), FSharpOption<int>.Some(Size)), tally);
        var workers = Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(
            () => PlayAsync((Count + worker) / Workers, new Replay(new Rnd(Seed + (ulong)worker), FSharpOption<int>.None), tally), TaskCreationOptions.LongRunning).Unwrap());
        var failures = await Task.WhenAll(workers);
        return failures.FirstOrDefault(failure => failure is not null);
    }

    private static Rnd ReplayedFrom(string text) =>
        text.Split(',') is [var first, var second]
        && ulong.TryParse(first, CultureInfo.InvariantCulture, out var seed)
        && ulong.TryParse(second, CultureInfo.InvariantCulture, out var gamma)
            ? new Rnd(seed, gamma)
            : throw new InvalidOperationException($"MODEL_REPLAY is \"{text}\", which is not what a failure prints: two numbers, as 1,2. Correct it, or take it away for a whole run.");

    private static async Task<string?> PlayAsync(int count, Replay replay, Tally tally)
    {
        await using var onRequest = await Stage.BuildAsync(onClick: false);
        await using var onClick = await Stage.BuildAsync(onClick: true);
        var judge = new Judge();
        var config = Config.Quick.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(replay)).WithStartSize(Size).WithEndSize(Size).WithRunner(judge);
        Check.One(config, Prop.ForAll(RandomHistories.All, (Action<History>)(history =>
            Model.Play.RunAsync(history.OnClick ? onClick : onRequest, history, tally).GetAwaiter().GetResult())));
        return judge.Failure;
    }

    /// <summary>Makes a failure readable.</summary>
    private sealed class Judge : IRunner
    {
        public string? Failure { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, FsCheck.TestResult result)
        {
            if (result is not FsCheck.TestResult.Failed failed)
                return;
            var reason = failed.Item4 is Outcome.Failed { Item: var error } ? (error is Violation ? error.Message : error.ToString()) : failed.Item4.ToString();
            Failure = $"""
                History {failed.Item1.NumberOfTests} of this worker breaks a rule. Shrunk {failed.Item1.NumberOfShrinks} times. To play it again: MODEL_REPLAY={failed.Item6.Seed},{failed.Item6.Gamma}

                {reason}
                """;
        }
    }
}
