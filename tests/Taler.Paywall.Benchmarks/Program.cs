using BenchmarkDotNet.Running;
using Taler.Paywall.Benchmarks;

// With "host <kind> <settings>" this program is one of the servers that it measures itself against.
if (args is ["host", var kind, var backend])
    return await Host.RunAsync(kind, new Uri(backend));
if (args is [] or ["requests"])
    BenchmarkRunner.Run<RequestBenchmarks>();
if (args is [] or ["throughput"])
    await Throughput.RunAsync();
if (args is [] or ["flood"])
    await Flood.RunAsync();
if (args is [] or ["start"])
    StartUp.Run();
return 0;
