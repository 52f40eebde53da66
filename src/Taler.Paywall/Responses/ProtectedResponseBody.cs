using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Taler.Paywall.Responses;

/// <summary>Passes every byte on as it comes and protects the response before it does. Nothing is buffered.</summary>
internal sealed class ProtectedResponseBody(PaidResponse response, IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    private ProtectedStream? _stream;
    private ProtectedWriter? _writer;

    public Stream Stream => _stream ??= new ProtectedStream(response, inner.Stream);

    public PipeWriter Writer => _writer ??= new ProtectedWriter(response, inner.Writer);

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        response.Protect();
        return inner.StartAsync(cancellationToken);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        response.Protect();
        return inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public Task CompleteAsync()
    {
        response.Protect();
        return inner.CompleteAsync();
    }

    private sealed class ProtectedWriter(PaidResponse response, PipeWriter inner) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void Advance(int bytes)
        {
            response.Protect();
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            response.Protect();
            return inner.FlushAsync(cancellationToken);
        }

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            response.Protect();
            return inner.WriteAsync(source, cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            response.Protect();
            inner.Complete(exception);
        }

        public override ValueTask CompleteAsync(Exception? exception = null)
        {
            response.Protect();
            return inner.CompleteAsync(exception);
        }
    }

    private sealed class ProtectedStream(PaidResponse response, Stream inner) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count) => Protected().Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => Protected().Write(buffer);

        public override void WriteByte(byte value) => Protected().WriteByte(value);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Protected().WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Protected().WriteAsync(buffer, cancellationToken);

        public override void Flush() => Protected().Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => Protected().FlushAsync(cancellationToken);

        private Stream Protected()
        {
            response.Protect();
            return inner;
        }
    }
}
